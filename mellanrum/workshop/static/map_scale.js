// The colours of a change, on both sides of no change, and what each is called.

import { el, svg } from "./element.js";
import { say } from "./words.js";

/** Where the shades begin, in points of 100. Nothing is so small that it has no shade: what chance could make is hatched. */
export const BOUNDS = [3, 8];
const TOLD = new Set(["fewer", "more"]);

/** How a municipality looks: the name of its shade. `change`: in points of 100, below 0 fewer untreated. */
export function look(change, verdict) {
  if (change === null || change === undefined) return "none";
  if (!TOLD.has(verdict)) return verdict;
  return `${verdict}-${1 + BOUNDS.filter((bound) => Math.abs(change) >= bound).length}`;
}

/** Every look there is with its words, from most fewer to most more, then what has no colour. */
export function looks() {
  const [low, high] = BOUNDS;
  return [
    ["fewer-3", say("map.fewer_most", { least: high })],
    ["fewer-2", say("map.fewer_between", { least: low, most: high })],
    ["fewer-1", say("map.fewer_least", { most: low })],
    ["more-1", say("map.more_least", { most: low })],
    ["more-2", say("map.more_between", { least: low, most: high })],
    ["more-3", say("map.more_most", { least: high })],
    ["unclear", say("map.unclear")],
    ["few", say("map.few")],
    ["same", say("map.same")],
    ["none", say("map.none")],
  ];
}

/** The legend; of what has no colour only that which is on the map (`present`: looks). */
export function legend(present) {
  const colours = looks().filter(([name]) => /\d$/.test(name) || present.has(name));
  return el("div", { class: "map-legend" },
    el("h4", {}, say("map.legend")),
    svg("svg", { class: "unseen", "aria-hidden": "true" }, hatching("key")),
    el("ul", {}, colours.map(([name, words]) => el("li", {}, swatch(name), el("span", {}, words)))));
}

function swatch(name) {
  return svg("svg", { class: "key-colour", viewBox: "0 0 28 20", "aria-hidden": "true" },
    svg("rect", { class: `land land-${name}`, x: 1, y: 1, width: 26, height: 18 }));
}

/** The hatching that looks are filled with. `key`: whose; `factor`: how much a stroke is drawn larger than it shall be seen. */
export function hatching(key, factor = 1) {
  const pattern = (name, ...marks) =>
    svg("pattern", {
      id: `hatch-${name}-${key}`, width: 8, height: 8, patternUnits: "userSpaceOnUse",
      patternTransform: `rotate(45) scale(${1 / factor})`,
    }, svg("rect", { class: "hatch-back", width: 8, height: 8 }), marks);
  return svg("defs", {},
    pattern("unclear", svg("path", { class: "hatch-line", d: "M2 0V8M6 0V8" })),
    pattern("few", svg("circle", { class: "hatch-dot", cx: 4, cy: 4, r: 1.3 })));
}
