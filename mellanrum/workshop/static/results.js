// What came out, first in words: the first number of each design, how it differs from today, and how sure that is.

import { el } from "./element.js";
import { LETTERS } from "./header.js";
import { mount as mountNumbers } from "./numbers_table.js";
import { number, say } from "./words.js";

const FIRST = "untreated_share";

/** Mount the headline and what says how current it is. */
export function mount(root, app) {
  const headline = root.querySelector("#headline");
  const words = root.querySelector("#stale-words");
  const draw = () => {
    const { view, veiled } = app.state;
    headline.replaceChildren(el("h2", { id: "headline-title" }, say("results.title")), ...(veiled ? [el("p", {}, say("results.veiled"))] : view ? contents(view, app) : [el("p", {}, say("results.none"))]));
    age();
  };
  const age = () => {
    const { stale, view, veiled, running } = app.state;
    root.classList.toggle("stale", stale);
    root.classList.toggle("veiled", veiled);
    root.classList.toggle("empty", !view);
    root.dataset.state = app.state.progress?.state ?? "";
    words.hidden = !stale || veiled;
    words.textContent = stale ? say(running ? "results.stale_running" : "results.stale") : "";
    root.ownerDocument.getElementById("guess").hidden = !veiled;
  };
  app.on("view", draw);
  app.on("veil", draw);
  app.on("active", draw);
  for (const event of ["stale", "progress", "run"]) app.on(event, age);
  app.on("progress", () => !app.state.view && draw());
  mountNumbers(root.querySelector("#numbers"), app);
  foot(root.ownerDocument.getElementById("footer"), app);
  draw();
}

/** What a design is called in the view; while it is what is set, as the room calls it. */
export function titleIn(view, index, app) {
  return app.state.stale ? (index ? view.designs[index].title : say("page.today")) : app.title(index);
}

/** A design's letter in a circle and its name, as a node. */
export function named(view, index, app) {
  return el("span", { class: `named design-${index}` },
    index ? el("span", { class: "letter", "aria-hidden": "true" }, LETTERS[index]) : null, el("span", {}, titleIn(view, index, app)));
}

function contents(view, app) {
  return [
    el("div", { class: "cards" }, ...view.designs.map((_, index) => card(view, index, app))),
    el("div", { class: "under-cards" }, el("p", { class: "stands-on" }, view.stands_on), more(view)),
  ];
}

function card(view, index, app) {
  const level = view.designs[index].measures[FIRST];
  const difference = view.differences.find(({ design }) => design === index);
  const known = typeof level?.low === "number";
  return el("article", { class: `card design-${index}`, "data-design": index },
    el("h3", {}, named(view, index, app)),
    el("p", { class: "big" }, el("span", { class: "big-number" }, number(level?.mean * 100)), " ",
      el("span", { class: "big-words" }, say("results.of_100_needs")),
      known ? el("span", { class: "muted range" }, ` ${say("results.between", { low: number(level.low * 100), high: number(level.high * 100) })}`) : null),
    el("p", { class: `verdict verdict-${verdictOf(difference)}` }, difference ? verdictWords(difference) : say("results.baseline")));
}

function verdictOf(difference) {
  return difference ? (difference.same ? "same" : (difference.measures[FIRST]?.verdict ?? "few")) : "today";
}

/** The first number's difference in words; why nothing changed; or that no number differs by more than chance could make. */
function verdictWords(difference) {
  if (difference.same) return difference.why_same ?? say("results.same");
  const told = Object.values(difference.measures).some(({ verdict }) => verdict === "fewer" || verdict === "more");
  const first = difference.measures[FIRST]?.sentence;
  return told ? first : [first, difference.verdict_sentence].filter(Boolean).join(" ");
}

/** All that differs in one sentence for each design, and what disagrees: one click away. */
function more(view) {
  const sentences = view.differences.filter(({ same }) => !same).map((one) => one.verdict_sentence).filter(Boolean);
  const all = [...(view.cautions ?? []), ...sentences];
  return all.length ? el("details", { class: "more-words" }, el("summary", {}, say("results.more")), ...all.map((text) => el("p", { class: "caution" }, text))) : null;
}

// --- what the figures rest on, at the foot of the page

function foot(place, app) {
  const draw = () => {
    const { view, start } = app.state;
    const rests = view ? [
      el("p", {}, say("results.how", { n: view.replications, seed: String(view.seed), years: view.years, version: view.version ?? start.version })),
      el("details", {}, el("summary", {}, say("results.rests_on")), ...(view.notes ?? []).map((text) => el("p", {}, text))),
    ] : [];
    place.replaceChildren(el("p", {}, say("page.not_a_forecast")), ...rests);
  };
  app.on("view", draw);
  draw();
}
