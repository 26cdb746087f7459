// One lever: a slider, a choice or a switch, with today's value marked and said, and its evidence one click away.

import { showEvidence } from "./describe.js";
import { el } from "./element.js";
import { number, say } from "./words.js";

/** Make one lever of design `index`. It listens to "refresh" and then shows what is set. */
export function lever(one, index, app, all) {
  const id = `lever-${one.id}`;
  const set = (value) => app.setLever(index, one.id, same(value, one.value) ? undefined : value);
  const control = { slider, choice, switch: toggle }[one.kind](one, id, set);
  const giveBack = el("button", {
    type: "button", class: "give-back", "aria-label": say("lever.give_back_of", { label: one.label }),
    onclick: () => {
      set(one.value);
      control.focus();
    },
  }, say("lever.give_back"));
  const owner = el("p", { class: "owner" });
  const idle = el("p", { class: "idle" });
  const node = el("div", { class: `lever lever-${one.kind}`, "data-lever": one.id },
    ...control.nodes,
    el("div", { class: "lever-foot" }, el("span", { class: "today", id: `${id}-today` }, todayWords(one)),
      el("span", { class: "lever-buttons" }, giveBack, behind(one, app))), idle, owner);
  node.addEventListener("refresh", () => {
    const draft = app.state.designs[index];
    const changed = Boolean(draft) && Object.hasOwn(draft.settings, one.id);
    control.show(changed ? draft.settings[one.id] : one.value);
    node.classList.toggle("changed", changed);
    giveBack.hidden = !changed;
    idle.textContent = idleWords(one, draft, all);
    idle.hidden = !idle.textContent;
    owner.textContent = ownerWords(one, app);
    owner.hidden = !owner.textContent;
  });
  return node;
}

function same(a, b) {
  return typeof a === "number" && typeof b === "number" ? Math.abs(a - b) < 1e-9 : a === b;
}

// --- the three kinds

function slider(one, id, set) {
  const label = el("label", { for: id }, one.label);
  const shown = el("output", { for: id, class: "lever-value" });
  const input = el("input", {
    type: "range", id, min: one.low, max: one.high, step: one.step ?? "any", "aria-describedby": `${id}-today`,
  });
  const show = (value) => {
    input.value = value;
    shown.textContent = valueWords(one, value);
    input.setAttribute("aria-valuetext", valueWords(one, value));
    input.style.setProperty("--at", place(one, value));
  };
  input.addEventListener("input", () => {
    const value = rounded(one, Number(input.value));
    show(value);
    set(value);
  });
  const marks = el("div", { class: "track", "aria-hidden": "true" });
  if (one.range) marks.append(band(one));
  if (typeof one.today === "number") marks.append(mark(one, one.today, "mark-today"));
  const nodes = [el("div", { class: "lever-head" }, label, shown), el("div", { class: "slider" }, input, marks)];
  return { nodes, show, focus: () => input.focus() };
}

function choice(one, id, set) {
  const select = el("select", { id, "aria-describedby": `${id}-today` },
    ...one.options.map(({ label }, n) => el("option", { value: n }, label)));
  select.addEventListener("change", () => set(one.options[select.value].value));
  const show = (value) => {
    select.value = one.options.findIndex((option) => same(option.value, value));
  };
  return { nodes: [el("div", { class: "lever-head" }, el("label", { for: id }, one.label)), select], show, focus: () => select.focus() };
}

function toggle(one, id, set) {
  const input = el("input", { type: "checkbox", role: "switch", id, "aria-describedby": `${id}-today` });
  const shown = el("span", { class: "lever-value" });
  input.addEventListener("change", () => set(input.checked));
  const show = (value) => {
    input.checked = Boolean(value);
    shown.textContent = valueWords(one, Boolean(value));
  };
  const nodes = [el("div", { class: "lever-head switch-head" }, input, el("label", { for: id }, one.label), shown)];
  return { nodes, show, focus: () => input.focus() };
}

// --- where a value lies on the slider

function share(one, value) {
  return Math.min(1, Math.max(0, (value - one.low) / (one.high - one.low || 1)));
}

function place(one, value) {
  return share(one, value).toFixed(4);
}

function mark(one, value, kind) {
  const made = el("span", { class: `mark ${kind}` });
  made.style.setProperty("--at", place(one, value));
  return made;
}

function band({ low, high, range }) {
  const made = el("span", { class: "band" });
  made.style.setProperty("--from", place({ low, high }, range.low));
  made.style.setProperty("--to", place({ low, high }, range.high));
  return made;
}

function rounded(one, value) {
  return Number(value.toFixed(Math.max(0, digitsOf(one.step ?? 0.01))));
}

function digitsOf(step) {
  const text = String(step);
  return text.includes("e-") ? Number(text.split("e-")[1]) : (text.split(".")[1] ?? "").length;
}

// --- in words

/** A lever's value as people say it: "73 %", "180 dagar", "ja", or what the choice is called. */
export function valueWords(one, value) {
  if (value === null || value === undefined) return "–";
  const option = one.options?.find((candidate) => same(candidate.value, value));
  if (option) return option.label;
  if (typeof value === "boolean") return say(value ? "lever.yes" : "lever.no");
  if (typeof value !== "number") return String(value);
  const scale = one.scale ?? 1;
  const digits = Math.max(0, digitsOf(Number(((one.step || 0.01) * scale).toPrecision(6))));
  return number(value * scale, { digits, unit: one.unit ?? "" });
}

function todayWords(one) {
  if (one.today_text) return one.today_text;
  if (one.today === null || one.today === undefined) return say("lever.not_today");
  return say("lever.today", { value: valueWords(one, one.today) });
}

/** Say that a lever has no effect as others are set: `only_with` names levers of which one must have such a value. */
function idleWords(one, draft, all) {
  const needed = Object.entries(one.only_with ?? {});
  if (!draft || !needed.length || needed.some(([id, wanted]) => holds(id, wanted, draft, all))) return "";
  const [id, wanted] = needed[0];
  const other = all.find((candidate) => candidate.id === id);
  if (!other) return "";
  if (!Array.isArray(wanted)) return say("lever.idle_more", { label: other.label });
  const values = wanted.map((value) => valueWords(other, value)).join(` ${say("lever.or")} `);
  return say("lever.idle", { label: other.label, values });
}

function holds(id, wanted, draft, all) {
  const other = all.find((candidate) => candidate.id === id);
  if (!other) return true;
  const value = Object.hasOwn(draft.settings, id) ? draft.settings[id] : other.value;
  return Array.isArray(wanted) ? wanted.some((candidate) => same(candidate, value)) : Number(value) > 0;
}

function ownerWords(one, app) {
  const role = app.state.round?.owner_roles?.[one.id];
  const title = app.state.start.roles?.find(({ id }) => id === role)?.title;
  return title ? say("lever.owner_is", { title }) : "";
}

// --- what lies behind

function behind(one, app) {
  return el("button", {
    type: "button", class: "source", "data-evidence-of": one.id, "aria-label": say("lever.behind_of", { label: one.label }),
    onclick: () => showEvidence(one.evidence ?? [], one.label, app, [
      one.why ? el("p", { class: "why" }, one.why) : null,
      one.range ? el("p", {}, say("lever.range", { low: valueWords(one, one.range.low), high: valueWords(one, one.range.high) })) : null,
      el("p", {}, say("lever.base_value", { value: valueWords(one, one.value) })),
      owners(one, app),
    ].filter(Boolean)),
  }, say("lever.behind"));
}

function owners(one, app) {
  const { round, start } = app.state;
  if (!start.roles?.length) return null;
  const id = `owner-of-${one.id}`;
  const select = el("select", { id }, el("option", { value: "" }, say("lever.owner_nobody")),
    ...start.roles.map((role) => el("option", { value: role.id }, role.title)));
  select.value = round?.owner_roles?.[one.id] ?? "";
  select.addEventListener("change", () => own(one.id, select.value, app));
  return el("p", { class: "owner-choice" }, el("label", { for: id }, say("lever.owner")), " ", select);
}

async function own(lever, role, app) {
  try {
    if (!app.state.round) await app.newRound();
    const roles = { ...app.state.round.owner_roles };
    if (role) roles[lever] = role;
    else delete roles[lever];
    await app.saveRound({ owner_roles: roles });
  } catch (refused) {
    app.complain(refused);
  }
}
