// Months through the reform: one quantity as a line for each design, the reform day marked; and the waits after it.

import { el } from "./element.js";
import { LineChart } from "./line_chart.js";
import { onWidth } from "./motion.js";
import { month, number } from "./numbers.js";
import { named, titleIn } from "./results.js";
import { table, twin } from "./table.js";
import { say } from "./words.js";

const SHARES = new Set(["untreated_share"]);
const YEAR = 12;
const LOADS = /^load\./;

/** Mount the months. */
export function mount(root, app) {
  let chosen = app.kept("mellanrum.months") ?? "untreated_share";
  let at = null;
  const draw = () => {
    const { view, veiled } = app.state;
    if (veiled || !view?.designs[0]?.months) {
      root.replaceChildren(el("p", {}, say(veiled ? "results.veiled" : "results.none")));
      return;
    }
    const kinds = Object.keys(view.designs[0].months).filter((kind) => kind !== "dates" && Array.isArray(view.designs[0].months[kind]));
    if (!kinds.includes(chosen)) chosen = kinds[0];
    const held = document.activeElement?.id;
    const opened = [...root.querySelectorAll("details")].map((one) => one.open);
    const { dates } = view.designs[0].months;
    at = Math.min(at ?? reformAt(dates, view.reform) + YEAR, dates.length - 1);
    const chart = new LineChart(series(view, chosen, app), dates, view.reform, (x) => written(chosen, x), say(`months.${chosen}`));
    root.replaceChildren(chooser(kinds, chosen, (kind) => {
      chosen = kind;
      app.keep("mellanrum.months", kind);
      draw();
    }), chart.node, reader(view, chosen, at, chart, app, (month_) => (at = month_)),
    chart.fromZero ? "" : el("p", { class: "muted" }, say("months.not_from_zero", { low: written(chosen, chart.low) })),
    asTable(view, chosen, app), ...waits(view, app));
    [...root.querySelectorAll("details")].forEach((one, n) => (one.open = opened[n] ?? false));
    if (held) root.ownerDocument.getElementById(held)?.focus();
  };
  for (const event of ["view", "veil", "stale", "active"]) app.on(event, draw);
  onWidth(draw);
  draw();
}

function reformAt(dates, reform) {
  const found = dates.findIndex((date) => date >= reform);
  return found < 0 ? dates.length - 1 : found;
}

function series(view, kind, app) {
  return view.designs.map(({ months }, index) => ({ index, values: months[kind] ?? [], title: titleIn(view, index, app) }));
}

function written(kind, x) {
  if (SHARES.has(kind)) return number(x * 100, { digits: 1, unit: "%" });
  if (LOADS.test(kind)) return number(x, { digits: 2 });
  return number(x, { digits: Math.abs(x) < 20 ? 1 : 0 });
}

function chooser(kinds, chosen, choose) {
  const select = el("select", { id: "months-kind" }, ...kinds.map((kind) => el("option", { value: kind }, say(`months.${kind}`))));
  select.value = chosen;
  select.addEventListener("change", () => choose(select.value));
  return el("p", { class: "chooser" }, el("label", { for: "months-kind" }, say("months.choose")), " ", select);
}

/** A slider over the months: says the values of one month in words, and marks it in the drawing. */
function reader(view, kind, start, chart, app, moved) {
  const { dates } = view.designs[0].months;
  const words = el("output", { for: "months-reader", class: "reader-words" });
  const input = el("input", { type: "range", id: "months-reader", min: 0, max: dates.length - 1, step: 1 });
  const show = (n) => {
    const values = view.designs.map(({ months }, index) =>
      say("months.value", { title: titleIn(view, index, app), value: written(kind, months[kind]?.[n] ?? NaN) }));
    words.textContent = say("months.reads", { month: month(dates[n]), values: values.join("; ") });
    input.setAttribute("aria-valuetext", words.textContent);
    chart.mark(n);
  };
  input.value = start;
  input.addEventListener("input", () => {
    moved(Number(input.value));
    show(Number(input.value));
  });
  show(start);
  return el("div", { class: "reader" }, el("label", { for: "months-reader" }, say("months.reader")), input, words);
}

function asTable(view, kind, app) {
  const { dates } = view.designs[0].months;
  const head = [say("months.month"), ...view.designs.map((_, index) => titleIn(view, index, app))];
  const body = dates.map((date, n) => [date.slice(0, 7), ...view.designs.map(({ months }) => written(kind, months[kind]?.[n] ?? NaN))]);
  return twin(say(`months.${kind}`), head, body);
}

function waits(view, app) {
  const services = new Map();
  view.designs.forEach(({ waits: all }, index) => {
    for (const one of all ?? []) {
      if (!services.has(one.service)) services.set(one.service, { label: one.label, texts: view.designs.map(() => "–") });
      services.get(one.service).texts[index] = one.text ?? number(one.median_days);
    }
  });
  if (!services.size) return [];
  const head = [say("months.service"), ...view.designs.map((_, index) => named(view, index, app))];
  return [el("h3", {}, say("months.waits")), el("p", { class: "muted" }, say("months.waits_what")),
    table(say("months.waits"), head, [...services.values()].map(({ label, texts }) => [label, ...texts]))];
}
