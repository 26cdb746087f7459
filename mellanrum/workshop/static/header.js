// The line on top: county, designs, Run, and in words what state the answer is in.

import { el } from "./element.js";
import { say } from "./words.js";
import { MOST_DESIGNS } from "./state.js";

export const LETTERS = ["", "A", "B"];

/** Mount the header. */
export function mount(root, app) {
  const at = (id) => root.querySelector(`#${id}`);
  counties(at("county"), app);
  const draw = () => designs(at("designs"), app);
  for (const event of ["draft", "active", "said"]) app.on(event, draw);
  draw();
  at("run").addEventListener("click", () => app.run());
  at("cancel").addEventListener("click", () => {
    app.cancel();
    at("run").focus();
  });
  for (const { code, name } of app.state.start.languages.map(plain)) speaks(at(`language-${code}`), code, name, app);
  const high = () => document.documentElement.style.setProperty("--head", `${root.offsetHeight}px`);
  new ResizeObserver(high).observe(root); // names wrap and faults come: what sticks beneath must know how high this is
  const tell = () => status(at, app);
  for (const event of ["progress", "run", "stale", "veil", "view"]) app.on(event, tell);
  tell();
  app.on("fault", (faults) => at("faults").replaceChildren(...faults.map((text) => el("p", {}, text))));
  root.ownerDocument.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") app.run();
  });
}

const NAMES = { sv: "Svenska", en: "English" };

function plain(one) {
  const code = typeof one === "string" ? one : one.code;
  return { code, name: NAMES[code] ?? one.name ?? code };
}

function speaks(button, code, name, app) {
  if (!button) return;
  button.textContent = code.toUpperCase();
  button.setAttribute("aria-label", `${code.toUpperCase()}, ${name}`);
  button.title = name;
  button.setAttribute("aria-pressed", String(app.state.language === code));
  button.addEventListener("click", () => app.state.language !== code && app.speak(code));
}

function counties(select, app) {
  select.replaceChildren(...app.state.start.counties.map(({ name, title }) => el("option", { value: name }, title)));
  select.value = app.state.county;
  select.addEventListener("change", () => app.setCounty(select.value));
  app.on("county", (name) => (select.value = name));
}

function designs(place, app) {
  const { state } = app;
  const held = document.activeElement?.closest("#designs") ? document.activeElement.id : null;
  const tabs = state.designs.map((_, index) => designTab(index, app));
  const more = state.designs.length < MOST_DESIGNS
    ? el("button", { type: "button", id: "add-design", class: "button add", onclick: () => add(app) }, say("page.add_design"))
    : null;
  place.replaceChildren(...tabs, ...(more ? [more] : []));
  if (held) document.getElementById(held)?.focus();
}

function designTab(index, app) {
  const chosen = app.state.active === index;
  const count = app.state.said[index]?.differs.length;
  const under = index === 0 ? say("page.baseline") : count === undefined ? "" : say("page.differs_count", { n: count });
  return el("button", {
    type: "button", id: `design-tab-${index}`, class: `design-tab design-${index}`, "aria-pressed": String(chosen),
    onclick: () => app.activate(index),
  }, index ? el("span", { class: "letter", "aria-hidden": "true" }, LETTERS[index]) : null,
  el("span", { class: "design-words" }, el("span", { class: "design-name" }, app.title(index)), el("span", { class: "design-under" }, under)));
}

/** One more design, beginning as the first one is: so the room changes one thing and compares. */
function add(app) {
  const index = app.state.designs.length;
  const { base, settings, title } = app.state.designs[index - 1];
  app.setDraft(index, { base, settings: { ...settings }, title: title ? say("page.copy_of", { title }) : "" });
  app.activate(index);
  document.getElementById(`design-tab-${index}`)?.focus();
}

// --- the state of the answer, in words

function status(at, app) {
  const { state } = app;
  const words = statusWords(app);
  const bar = at("progress");
  if (at("status").textContent !== words) at("status").textContent = words;
  bar.hidden = !state.running;
  const { done = 0, total = 0 } = state.progress ?? {};
  if (total) bar.value = done / total;
  else bar.removeAttribute("value");
  at("cancel").hidden = !state.running;
  at("status").dataset.kind = state.running ? "running" : state.stale ? "stale" : (state.progress?.state ?? "none");
  announce(app, words);
}

let announced = "";

/** Say changes of state aloud, but not every second of a countdown. */
function announce(app, words) {
  const { running, stale, progress } = app.state;
  const kind = [running, stale, progress?.state, progress?.replications].join();
  if (kind === announced) return;
  announced = kind;
  app.say(words);
}

/** Say in one sentence what the answer is and how far it has come. */
export function statusWords(app) {
  const { state } = app;
  const now = state.progress;
  if (state.running) return runningWords(now ?? {});
  if (state.stale) return say("status.stale");
  if (!now || !state.ask) return say("status.nothing");
  if (now.state === "cancelled") return say("status.cancelled", { n: now.replications ?? 0 });
  if (now.state === "failed") return `${say("status.failed")} ${now.told.join(" ")}`;
  return say(now.state === "settled" ? "status.settled" : "status.enough", { n: now.replications ?? 0 });
}

function runningWords({ state, done = 0, total = 0, replications = 0, seconds_left: left, lost }) {
  if (lost) return say("status.lost");
  if (state === "waiting") return say("status.waiting");
  const how = say("status.running", { n: replications, done, total: Math.max(total, done) });
  return `${how} ${timeLeft(left)}`;
}

function timeLeft(left) {
  if (typeof left !== "number") return say("status.time_unknown");
  if (left < 90) return say("status.seconds_left", { n: Math.max(1, left < 10 ? Math.ceil(left) : Math.ceil(left / 5) * 5) });
  return say("status.minutes_left", { n: Math.ceil(left / 60) });
}
