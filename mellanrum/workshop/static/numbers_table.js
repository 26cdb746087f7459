// All measures as one table: today, each design, and in words whether they differ.

import { el } from "./element.js";
import { named, titleIn } from "./results.js";
import { table } from "./table.js";
import { say } from "./words.js";

/** Mount the table of numbers. */
export function mount(root, app) {
  app.on("view", (view) => draw(root, view, app));
  app.on("veil", (down) => down && root.replaceChildren());
}

function draw(root, view, app) {
  if (app.state.veiled) return;
  const all = view.measures ?? Object.keys(view.designs[0].measures).map((id) => ({ id, label: id, first_row: true }));
  const there = all.filter(({ id }) => view.designs[0].measures[id]);
  const first = there.filter((one) => one.first_row);
  const more = there.filter((one) => !one.first_row);
  root.replaceChildren(
    el("p", {}, say("numbers.lead")),
    rows(first, view, app, say("tab.numbers.title")),
    more.length ? el("details", {}, el("summary", {}, say("numbers.more", { n: more.length })), rows(more, view, app, say("numbers.second"))) : "");
}

/** A value, and under it how sure it is. */
function level(one) {
  if (!one) return "–";
  const range = one.value && one.text?.startsWith(one.value) ? one.text.slice(one.value.length).trim() : "";
  return range ? el("span", {}, el("span", { class: "nowrap" }, one.value), " ", el("span", { class: "nowrap muted" }, range)) : one.text;
}

function rows(measures, view, app, caption) {
  const head = [say("numbers.measure"), ...view.designs.map((_, index) => named(view, index, app)),
    ...view.differences.map(({ design }) => say("numbers.against_today", { title: titleIn(view, design, app) }))];
  const body = measures.map((one) => [
    el("span", {}, one.label, one.way ? el("span", { class: "muted way" }, ` ${one.way}`) : null),
    ...view.designs.map(({ measures: all }) => level(all[one.id])),
    ...view.differences.map(({ measures: all, same, why_same: why }) => (same && !all[one.id] ? (why ?? say("results.same")) : (all[one.id]?.sentence ?? "–"))),
  ]);
  return table(caption, head, body);
}
