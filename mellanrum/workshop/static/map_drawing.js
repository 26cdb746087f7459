// The map itself: land, names, and a way through it with the arrow keys.

import { el, svg } from "./element.js";
import { placed } from "./labels.js";
import { hatching } from "./map_scale.js";
import { say } from "./words.js";

const MARGIN = 6;
/** Letters of room to the right of the land: the counties that ship have their small municipalities at the coast there. */
const NEXT = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * Draw it. `geometry`: of the server; `places`: name → {look, said}; `size`: {width, height, letters} in units of `fitted.js`;
 * `pointed(name)`: called with what is pointed at or has the focus. Returns the drawing; `at`: who has the focus first.
 */
export function drawMap(geometry, places, size, at, pointed) {
  const beside = size.letters * MARGIN;
  const scale = Math.min((size.width - beside) / geometry.width, size.height / geometry.height);
  const [width, height] = [size.width, geometry.height * scale];
  const left = Math.max(4, (width - beside - geometry.width * scale) / 2);
  const all = geometry.municipalities;
  const first = Math.max(0, all.findIndex((one) => one.name === at));
  const ring = svg("path", { class: "map-ring", "aria-hidden": "true" });
  const point = (one) => {
    ring.setAttribute("d", one.path);
    pointed(one.name);
  };
  const lands = all.map((one, n) => land(one, places.get(one.name), n === first, () => point(one)));
  const spots = all.map((one) => ({
    name: one.name, x: left + one.label_x * scale, y: one.label_y * scale, room: (one.room ?? 0) * scale,
  }));
  const names = labels(spots, { width, height }, size.letters);
  const drawing = svg("svg", {
    class: "map-drawing", viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": say("map.keys"),
  }, hatching("map", scale), svg("g", { transform: `translate(${left} 0) scale(${scale})` }, lands, ring),
  svg("g", { class: "map-names", "aria-hidden": "true" }, names));
  drawing.addEventListener("keydown", (event) => walk(event, lands));
  return drawing;
}

function land(one, place, reached, pointed) {
  const made = svg("path", {
    d: one.path, class: `land land-${place?.look ?? "none"}`, role: "img",
    tabindex: reached ? 0 : -1, "aria-label": place?.said ?? say("map.said_none", { place: one.name }), "data-name": one.name,
  });
  made.addEventListener("pointerenter", pointed);
  made.addEventListener("click", () => made.focus());
  made.addEventListener("focus", pointed);
  return made;
}

/** Arrow keys, Home and End go through the municipalities in the order of the table. */
function walk(event, lands) {
  const at = lands.indexOf(event.target);
  const to = event.key === "Home" ? 0 : event.key === "End" ? lands.length - 1 : at + (NEXT[event.key] ?? 0);
  if (at < 0 || to === at) return;
  event.preventDefault();
  const next = lands[(to + lands.length) % lands.length];
  lands[at].setAttribute("tabindex", -1);
  next.setAttribute("tabindex", 0);
  next.focus();
}

function labels(spots, within, letters) {
  return placed(spots, letters, within).map((label, n) => {
    const text = svg("text", { x: label.x, y: label.y, "font-size": letters, class: "map-name" }, label.text);
    if (!label.led) return text;
    const { x, y } = spots[n];
    return svg("g", {}, svg("path", { class: "map-lead", d: `M${x} ${y}L${edge(label, x, y)}` }),
      svg("circle", { class: "map-dot", cx: x, cy: y, r: 3 }), text);
  });
}

/** The point of a label's frame that is nearest to its place. */
function edge({ box }, x, y) {
  const near = (low, value, high) => Math.max(low, Math.min(value, high));
  return `${near(box.left, x, box.right)} ${near(box.top, y, box.bottom)}`;
}
