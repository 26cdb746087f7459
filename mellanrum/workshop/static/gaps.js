// The gap map: the boundaries at which most fall, with falls a year under each design, as bars in a table.

import { el } from "./element.js";
import { named } from "./results.js";
import { number, say } from "./words.js";

/** Mount the boundaries. */
export function mount(root, app) {
  const draw = () => {
    const { view, veiled } = app.state;
    if (veiled || !view?.designs.length) root.replaceChildren(el("p", {}, say(veiled ? "results.veiled" : "results.none")));
    else root.replaceChildren(el("p", {}, say("gaps.lead")), boundaries(view, app));
  };
  for (const event of ["view", "veil", "stale"]) app.on(event, draw);
  draw();
}

function boundaries(view, app) {
  const rows = merged(view);
  const most = Math.max(1, ...rows.flatMap(({ falls }) => falls.filter(Number.isFinite)));
  const head = [say("gaps.boundary"), say("gaps.how"), ...view.designs.map((_, index) => named(view, index, app))];
  return el("div", { class: "scroll table-scroll", tabindex: "0", role: "region", "aria-label": say("tab.gaps.title") },
    el("table", { class: "table gaps-table" },
      el("caption", { class: "visually-hidden" }, say("tab.gaps.title")),
      el("thead", {}, el("tr", {}, ...head.map((one) => el("th", { scope: "col" }, one)))),
      el("tbody", {}, ...rows.map(({ from, to, label, falls }) => el("tr", {},
        el("th", { scope: "row" }, `${from} → ${to}`), el("td", {}, label), ...falls.map((one, index) => cell(one, index, most)))))));
}

function cell(falls, index, most) {
  if (!Number.isFinite(falls)) return el("td", { class: "bar-cell" }, el("span", { class: "muted" }, say("gaps.not_among")));
  const bar = el("span", { class: `bar bar-${index}`, "aria-hidden": "true" });
  bar.style.setProperty("width", `${(100 * falls) / most}%`);
  return el("td", { class: "bar-cell" }, el("span", { class: "bar-number" }, number(falls, { digits: falls < 10 ? 1 : 0 })), bar);
}

/** The boundaries of all designs, in today's order; those that only another design has come after. */
function merged(view) {
  const rows = new Map();
  view.designs.forEach(({ gap_map: map }, index) => {
    for (const { from, to, mechanism, label, falls } of map ?? []) {
      const key = [from, to, mechanism].join("|");
      if (!rows.has(key)) rows.set(key, { from, to, label, falls: view.designs.map(() => NaN) });
      rows.get(key).falls[index] = falls / view.years;
    }
  });
  return [...rows.values()];
}
