// The field of a hundred: each figure is the same person under every design, and goes to the state in which it is there.

import { svg } from "./element.js";
import { narrow } from "./motion.js";
import { say } from "./words.js";

export const STATES = ["both", "one", "neither"];

/**
 * Where each of the hundred comes from and stands: [{from, to}]. `today`: how many stand where under the first design.
 * `moved`: from each state (rows) to each (columns) under the design; without it everybody stays. Whoever has a number
 * begins in the same state whatever design is shown, and of each state those with the first numbers stay.
 */
export function hundredPeople(today, moved) {
  return STATES.flatMap((from, row) => {
    const goes = moved ? [row, ...STATES.keys()].filter((to, nth) => nth === 0 || to !== row) : [row];
    return goes.flatMap((to) => Array.from({ length: moved ? moved.table[row][to] : today[from] }, () => ({ from, to: STATES[to] })));
  });
}

/** A figure as the key shows it. */
export function sample(state, extra = "") {
  return svg("svg", { viewBox: "-13 -14 26 66", class: "sample", "aria-hidden": "true" },
    svg("g", { class: `person ${state} ${extra}` }, ...person()));
}

/** A person: a head, a body of two halves, one for each need (a treated need is filled), and arrows for who has moved. */
function person() {
  return [
    svg("circle", { cx: 0, cy: 4, r: 6.5, class: "head" }),
    svg("path", { d: "M-1 13 H-5 Q-10 13 -10 19 V34 H-7 V48 H-1 Z", class: "half half-first" }),
    svg("path", { d: "M1 13 H5 Q10 13 10 19 V34 H7 V48 H1 Z", class: "half half-second" }),
    svg("path", { d: "M0 -13 L6 -5 H-6 Z", class: "arrow arrow-more" }),
    svg("path", { d: "M0 -5 L6 -13 H-6 Z", class: "arrow arrow-fewer" }),
  ];
}

/** A hundred figures that go from one state to another. */
export class Field {
  constructor() {
    this.people = Array.from({ length: 100 }, () => svg("g", { class: "person" }, ...person()));
    this.counts = Object.fromEntries(STATES.map((state) => [state, svg("text", { class: "count" })]));
    this.node = svg("svg", { class: "figure hundred-field", role: "img", preserveAspectRatio: "xMinYMid meet" }, ...Object.values(this.counts), ...this.people);
    this.layOut();
  }

  layOut() {
    this.across = !narrow();
    this.node.setAttribute("viewBox", this.across ? "0 0 1000 384" : "0 0 400 760");
  }

  /** Put everybody where they are. In each state first those who were in it before, then those who came to it. */
  show(people) {
    const now = Object.fromEntries(STATES.map((state) => [state, people.filter(({ to }) => to === state).length]));
    const places = this.across ? across(now) : stacked(now);
    for (const state of STATES) {
      const here = people.map((one, n) => ({ ...one, n })).filter(({ to }) => to === state);
      const order = [...here.filter(({ from }) => from === state), ...here.filter(({ from }) => from !== state)];
      order.forEach((one, at) => this.put(one, places.people[state][at], places.scale));
      const text = this.counts[state];
      text.textContent = now[state] ? `${now[state]} ${say(`hundred.${state}`)}` : "";
      text.setAttribute("x", places.counts[state].x);
      text.setAttribute("y", places.counts[state].y);
    }
    this.node.setAttribute("aria-label", say("hundred.label", now));
  }

  put({ n, from, to }, { x, y }, scale) {
    const way = STATES.indexOf(from) - STATES.indexOf(to);
    this.people[n].setAttribute("class", `person ${to}${way > 0 ? " moved more" : way < 0 ? " moved fewer" : ""}`);
    this.people[n].style.setProperty("transform", `translate(${x}px, ${y}px) scale(${scale})`);
  }
}

const ROWS = 5;

function across(now) {
  const columns = STATES.map((state) => Math.max(Math.ceil(now[state] / ROWS), now[state] ? 1 : 0));
  const widths = columns.map((n, at) => Math.max(n * 40, now[STATES[at]] ? 84 : 0));
  const gap = Math.min(50, (1000 - widths.reduce((a, b) => a + b, 0)) / 2);
  const people = {};
  const counts = {};
  let left = 0;
  STATES.forEach((state, at) => {
    counts[state] = { x: left, y: 26 };
    people[state] = Array.from({ length: now[state] }, (_, n) =>
      ({ x: left + 18 + Math.floor(n / ROWS) * 40, y: 58 + (n % ROWS) * 66 }));
    left += widths[at] + (widths[at] ? gap : 0);
  });
  return { people, counts, scale: 1.02 };
}

const IN_ROW = 14;

function stacked(now) {
  const people = {};
  const counts = {};
  let top = 0;
  for (const state of STATES) {
    counts[state] = { x: 0, y: top + 24 };
    const from = top + 48;
    people[state] = Array.from({ length: now[state] }, (_, n) =>
      ({ x: 14 + (n % IN_ROW) * 28, y: from + Math.floor(n / IN_ROW) * 64 }));
    top += now[state] ? 54 + Math.ceil(now[state] / IN_ROW) * 64 : 0;
  }
  return { people, counts, scale: 0.95 };
}
