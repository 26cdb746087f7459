// Of 100 who asked: a hundred figures that go from one state to another when another design is chosen or answered.

import { el, svg } from "./element.js";
import { narrow, onWidth, still } from "./motion.js";
import { titleIn } from "./results.js";
import { twin } from "./table.js";
import { say } from "./words.js";

const STATES = ["both", "one", "neither"];
const BEGIN = 900;

/** Mount the field of a hundred. */
export function mount(root, app) {
  const field = new Field();
  const draw = () => {
    const { view, veiled, active } = app.state;
    if (veiled || !view?.designs.length) {
      root.replaceChildren(el("p", {}, say(veiled ? "results.veiled" : "results.none")));
      return;
    }
    const index = Math.min(active, view.designs.length - 1);
    const now = view.designs[index].hundred;
    if (!root.contains(field.node)) root.replaceChildren(...frame(field));
    field.show(now, index ? view.designs[0].hundred : null);
    root.querySelector(".hundred-moved").textContent = movedWords(view, index, app);
    const replay = root.querySelector(".replay");
    replay.hidden = index === 0;
    replay.onclick = () => {
      field.show(view.designs[0].hundred, null);
      setTimeout(() => field.show(now, view.designs[0].hundred), still() ? 0 : BEGIN);
      app.say(movedWords(view, index, app));
    };
    root.querySelector(".hundred-twin").replaceChildren(asTable(view, app));
  };
  app.on("view", draw);
  app.on("active", draw);
  app.on("veil", draw);
  app.on("stale", () => app.state.view || draw());
  onWidth(() => {
    field.layOut();
    draw();
  });
  draw();
}

function frame(field) {
  return [
    el("button", { type: "button", class: "button replay" }, say("hundred.replay")),
    el("p", { class: "hundred-moved" }),
    field.node,
    el("ul", { class: "key" }, ...STATES.map((state) =>
      el("li", {}, sample(state), el("span", {}, say(`hundred.${state}.long`))))),
    el("p", { class: "muted" }, say("hundred.net")),
    el("div", { class: "hundred-twin" }),
  ];
}

function sample(state) {
  return svg("svg", { viewBox: "-11 -4 22 54", class: "sample", "aria-hidden": "true" }, svg("g", { class: `person ${state}` }, ...person()));
}

/** A person: a head, and a body of two halves, one for each need; a treated need is filled. */
function person() {
  return [
    svg("circle", { cx: 0, cy: 4, r: 6.5, class: "head" }),
    svg("path", { d: "M-1 13 H-5 Q-10 13 -10 19 V34 H-7 V48 H-1 Z", class: "half half-first" }),
    svg("path", { d: "M1 13 H5 Q10 13 10 19 V34 H7 V48 H1 Z", class: "half half-second" }),
  ];
}

// --- the field

class Field {
  constructor() {
    this.people = Array.from({ length: 100 }, () => svg("g", { class: "person" }, ...person()));
    this.counts = Object.fromEntries(STATES.map((state) => [state, svg("text", { class: "count" })]));
    this.node = svg("svg", { class: "figure hundred-field", role: "img", preserveAspectRatio: "xMinYMid meet" }, ...Object.values(this.counts), ...this.people);
    this.layOut();
  }

  layOut() {
    this.across = !narrow();
    this.node.setAttribute("viewBox", this.across ? "0 0 1000 372" : "0 0 400 700");
  }

  /** Put everybody where they are under a design; who is in another state than before is ringed. */
  show(now, before) {
    const places = this.across ? across(now) : stacked(now);
    this.people.forEach((one, n) => {
      const state = stateOf(n, now);
      one.setAttribute("class", `person ${state}${before && stateOf(n, before) !== state ? " moved" : ""}`);
      one.style.setProperty("transform", `translate(${places.people[n].x}px, ${places.people[n].y}px) scale(${places.scale})`);
    });
    for (const state of STATES) {
      const text = this.counts[state];
      text.textContent = now[state] ? `${now[state]} ${say(`hundred.${state}`)}` : "";
      text.setAttribute("x", places.counts[state].x);
      text.setAttribute("y", places.counts[state].y);
    }
    this.node.setAttribute("aria-label", say("hundred.label", now));
  }
}

/** Who of the hundred is in which state. The same person keeps a number, so as few move as can. */
function stateOf(n, { both, one }) {
  return n < both ? "both" : n < both + one ? "one" : "neither";
}

const ROWS = 5;

function across(now) {
  const columns = STATES.map((state) => Math.max(Math.ceil(now[state] / ROWS), now[state] ? 1 : 0));
  const widths = columns.map((n, at) => Math.max(n * 40, now[STATES[at]] ? 84 : 0));
  const gap = Math.min(50, (1000 - widths.reduce((a, b) => a + b, 0)) / 2);
  const people = [];
  const counts = {};
  let left = 0;
  STATES.forEach((state, at) => {
    counts[state] = { x: left, y: 26 };
    for (let n = 0; n < now[state]; n += 1) {
      people.push({ x: left + 18 + Math.floor(n / ROWS) * 40, y: 52 + (n % ROWS) * 64 });
    }
    left += widths[at] + (widths[at] ? gap : 0);
  });
  return { people, counts, scale: 1.12 };
}

const IN_ROW = 14;

function stacked(now) {
  const people = [];
  const counts = {};
  let top = 0;
  for (const state of STATES) {
    counts[state] = { x: 0, y: top + 24 };
    for (let n = 0; n < now[state]; n += 1) {
      people.push({ x: 14 + (n % IN_ROW) * 28, y: top + 42 + Math.floor(n / IN_ROW) * 58 });
    }
    top += now[state] ? 50 + Math.ceil(now[state] / IN_ROW) * 58 : 0;
  }
  return { people, counts, scale: 1 };
}

// --- the same in words and as a table

function movedWords(view, index, app) {
  const now = view.designs[index].hundred;
  const today = view.designs[0].hundred;
  if (index === 0) return say("hundred.today", now);
  const gaps = Object.fromEntries(STATES.flatMap((state) => [[state, now[state]], [`${state}_today`, today[state]]]));
  return say("hundred.moved", { ...gaps, title: titleIn(view, index, app) });
}

function asTable(view, app) {
  const head = [say("page.design"), ...STATES.map((state) => say(`hundred.${state}.long`))];
  return twin(say("tab.hundred.title"), head, view.designs.map((one, index) =>
    [titleIn(view, index, app), ...STATES.map((state) => String(one.hundred[state]))]));
}
