// Better off, worse off, the same: each client compared with itself, what chance alone would give, and who they are.

import { el } from "./element.js";
import { named, titleIn } from "./results.js";
import { table } from "./table.js";
import { number, say } from "./words.js";

const PARTS = ["better", "same", "worse"];

/** Mount who gains and who loses. */
export function mount(root, app) {
  const draw = () => {
    const { view, veiled, active } = app.state;
    const open = [...root.querySelectorAll("details")].map((one) => one.open);
    const differences = veiled ? [] : (view?.differences ?? []);
    const chosen = differences.filter(({ design }) => design === active);
    const shown = chosen.length ? chosen : differences;
    if (!shown.length) root.replaceChildren(el("p", {}, say(veiled ? "results.veiled" : "results.none")));
    else root.replaceChildren(el("p", {}, say("gains.lead")), key(), ...shown.flatMap((one) => ofDesign(one, view, app)));
    [...root.querySelectorAll("details")].forEach((one, n) => (one.open = open[n] ?? false));
  };
  for (const event of ["view", "active", "veil"]) app.on(event, draw);
  draw();
}

function key() {
  return el("ul", { class: "key" }, ...PARTS.map((part) =>
    el("li", {}, el("span", { class: `swatch part-${part}`, "aria-hidden": "true" }), say(`gains.${part}`))));
}

function ofDesign({ design, gains, same, why_same: why }, view, app) {
  const head = el("h3", {}, named(view, design, app));
  if (same || !gains) return [head, el("p", {}, why ?? say("results.same"))];
  const profiles = gains.groups.filter(({ kind }) => kind !== "municipality");
  const places = gains.groups.filter(({ kind }) => kind === "municipality");
  return [
    head, gains.sentence ? el("p", { class: "verdict" }, gains.sentence) : null,
    bar(gains, say("gains.all"), true),
    gains.chance ? bar(gains.chance, say("gains.chance"), false) : null,
    el("p", { class: "muted" }, say("gains.chance_why")),
    groups(say("gains.who", { title: titleIn(view, design, app) }), profiles),
    places.length ? el("details", {}, el("summary", {}, say("gains.by_place")), groups(say("gains.by_place"), places)) : null,
  ].filter(Boolean);
}

/** The hundred of a share, which always sum to 100. */
function hundredOf(one) {
  return one.hundred ?? Object.fromEntries(PARTS.map((part) => [part, Math.round(one[part] * 100)]));
}

function bar(one, label, large) {
  const of = hundredOf(one);
  const words = say("gains.of_100", of);
  return el("div", { class: large ? "gains-bar large" : "gains-bar" }, el("p", { class: "bar-label" }, label), stacked(of, words), el("p", { class: "bar-words" }, words));
}

function stacked(of, words) {
  const made = el("div", { class: "stack", role: "img", "aria-label": words });
  for (const part of PARTS) {
    if (!of[part]) continue;
    const one = el("span", { class: `part-${part}`, "aria-hidden": "true" }, of[part] >= 7 ? String(of[part]) : "");
    one.style.setProperty("flex-grow", String(of[part]));
    made.append(one);
  }
  return made;
}

function groups(caption, of) {
  const head = [say("gains.group"), say("gains.clients"), ...PARTS.map((part) => say(`gains.${part}`)), say("gains.in_words")];
  return table(caption, head, of.map((one) => {
    const hundred = hundredOf(one);
    return [one.label, number(one.clients), ...PARTS.map((part) => String(hundred[part])), say(`gains.verdict.${verdictOf(one)}`)];
  }));
}

const VERDICTS = new Set(["more", "fewer", "unclear", "same", "few"]);

/** Whether more of a group gain than lose, as far as can be told. */
function verdictOf({ net, few }) {
  if (few || !VERDICTS.has(net?.verdict)) return "few";
  return net.verdict;
}
