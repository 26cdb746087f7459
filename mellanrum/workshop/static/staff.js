// The staff ledger as a flow: where full-time posts are at each stage of the reform, and where they go between.

import { el } from "./element.js";
import { flowDrawing } from "./flow.js";
import { onWidth } from "./motion.js";
import { named } from "./results.js";
import { table, twin } from "./table.js";
import { number, say } from "./words.js";

/** Mount the ledger. */
export function mount(root, app) {
  let role = "";
  const draw = () => {
    const { view, veiled, active } = app.state;
    const staff = view?.designs[Math.min(active, view.designs.length - 1)]?.staff;
    if (veiled || !staff?.stages?.length) {
      root.replaceChildren(el("p", {}, say(veiled ? "results.veiled" : "results.none")));
      return;
    }
    const opened = [...root.querySelectorAll("details")].map((one) => one.open);
    const held = document.activeElement?.id;
    const roles = rolesOf(staff);
    if (!roles.has(role)) role = "";
    const index = Math.min(active, view.designs.length - 1);
    root.replaceChildren(...[
      el("div", { class: "figure-head" }, el("p", {}, named(view, index, app)), chooser(roles, role, (chosen) => {
        role = chosen;
        draw();
      })),
      el("div", { class: "scroll wide-figure", tabindex: "0", role: "region", "aria-label": say("tab.staff.title") }, flowDrawing(staff, role)),
      staff.announced ? el("p", { class: "announced" }, staff.announced.sentence) : null,
      el("p", { class: "muted" }, say("staff.lead")), ledger(staff, role), flows(staff, role), ...people(staff, role),
    ].filter(Boolean));
    [...root.querySelectorAll("details")].forEach((one, n) => (one.open = opened[n] ?? false));
    if (held === "staff-role") root.querySelector("#staff-role").focus();
  };
  for (const event of ["view", "veil", "active", "stale"]) app.on(event, draw);
  onWidth(draw);
  draw();
}

function rolesOf(staff) {
  return new Map(staff.rows.map(({ role, label }) => [role, label]));
}

function chooser(roles, chosen, choose) {
  const select = el("select", { id: "staff-role" }, el("option", { value: "" }, say("staff.all_roles")),
    ...[...roles].map(([role, label]) => el("option", { value: role }, label)));
  select.value = chosen;
  select.addEventListener("change", () => choose(select.value));
  return el("p", {}, el("label", { for: "staff-role" }, say("staff.role")), " ", select);
}

function post(x) {
  return number(x, { digits: 1 });
}

function ledger(staff, role) {
  const rows = staff.rows.filter((one) => !role || one.role === role);
  const head = [say("staff.principal"), say("staff.role"), ...staff.stages.map(({ date, label }) => `${label} (${date.slice(0, 7)})`)];
  return twin(say("staff.ledger"), head, rows.map((one) => [one.principal_label ?? one.principal, one.label,
    ...one.fte.map((fte, n) => withVacant(fte, one.vacant?.[n]))]));
}

function withVacant(fte, vacant) {
  return vacant ? say("staff.with_vacant", { fte: post(fte), vacant: post(vacant) }) : post(fte);
}

function flows(staff, role) {
  const label = new Map(staff.places.map((one) => [one.id, one.label]));
  const rows = staff.flow.filter((one) => (!role || one.role === role) && one.from !== one.to);
  if (!rows.length) return el("p", {}, say("staff.nobody_moves"));
  const head = [say("staff.between"), say("staff.role"), say("staff.from"), say("staff.to"), say("staff.posts")];
  return el("details", { class: "twin" }, el("summary", {}, say("staff.flows")), table(say("staff.flows"), head, rows.map((one) => [
    say("staff.step", { from: staff.stages[one.step].label, to: staff.stages[one.step + 1].label }),
    one.label, label.get(one.from) ?? one.from, label.get(one.to) ?? one.to, post(one.fte)])));
}

const COUNTS = ["offered", "followed", "stayed", "resigned_at_transfer", "recruited", "never_refilled"];

function people(staff, role) {
  const rows = (staff.people ?? []).filter((one) => !role || one.role === role);
  if (!rows.length) return [];
  return [el("h3", {}, say("staff.people")), table(say("staff.people"), [say("staff.role"), ...COUNTS.map((count) => say(`staff.${count}`))],
    rows.map((one) => [one.label, ...COUNTS.map((count) => post(one[count] ?? NaN))]))];
}
