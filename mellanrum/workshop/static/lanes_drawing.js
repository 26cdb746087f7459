// Two lanes on one time axis: a bar for each need, coloured by how it stands, and below it a mark for each event.

import { el, svg } from "./element.js";
import { LETTERS, textWidth } from "./fitted.js";
import { marksOf } from "./lanes_marks.js";
import { axis, timeOf } from "./lanes_time.js";
import { say } from "./words.js";

const BAR = 30;
const GAP = 6;
const NARROW = 700;

/**
 * Draw it. `story`: of `telling.js`, with `window` and `lanes`; `width` in units of `fitted.js`; `light(key, on)`: called where a mark
 * is pointed at, with the key of each of its events.
 */
export function drawLanes(story, width, light) {
  const narrow = width < NARROW;
  const left = narrow ? 0 : 40 + Math.max(...story.lanes.flatMap((lane) => lane.needs.map((need) => textWidth(need.label))));
  const time = timeOf(story.window, left, width - 8);
  const [parts, marks] = [[], []];
  let y = LETTERS + 14;
  const top = y;
  story.lanes.forEach((lane, n) => {
    const made = drawLane(lane, n, { y, left, width, narrow, time, light });
    parts.push(made.bars);
    marks.push(made.marks);
    y = made.y + 22;
  });
  const { ticks, reform } = axis(story.window, time, { top, bottom: y });
  const height = y + LETTERS + 12;
  const titles = story.lanes.map((lane) => lane.title);
  return svg("svg", {
    class: "lanes-drawing", viewBox: `0 0 ${width} ${height}`, role: "img",
    "aria-label": say("lanes.picture", { name: story.client.name, design: titles[0], other: titles[1] ?? titles[0] }),
  }, stripes(), ticks, parts, reform, marks);
}

function drawLane(lane, which, { y, left, width, narrow, time, light }) {
  const parts = [
    svg("rect", { class: `lane-edge lane-edge-${which}`, x: 0, y: y - 4, width: 6, height: 0 }),
    svg("text", { class: `lane-title design-${which}`, x: 14, y: y + LETTERS }, lane.title),
  ];
  let at = y + LETTERS + 12;
  for (const need of lane.needs) {
    if (narrow) at += LETTERS + 6;
    const label = { class: "lane-need", x: narrow ? 14 : left - 12, y: narrow ? at - LETTERS * 0.6 : at + BAR / 2 };
    parts.push(svg("text", { ...label, "text-anchor": narrow ? "start" : "end" }, need.label));
    parts.push(...need.spans.map((span) => bar(span, at, time)));
    at += BAR + GAP;
  }
  const marks = marksOf(lane.events, time, at + 4, light);
  parts[0].setAttribute("height", marks.bottom - y + 4);
  return { bars: svg("g", {}, parts), marks: svg("g", {}, marks.nodes), y: marks.bottom };
}

function bar(span, y, time) {
  const [from, to] = [time.x(span.from_day), time.x(span.to_day)];
  const width = Math.max(2, to - from);
  const rect = svg("rect", { class: `state state-${span.state}`, x: from, y, width, height: BAR },
    svg("title", {}, `${span.label}, ${time.day(span.from_day)} – ${time.day(span.to_day)}`));
  if (textWidth(span.label) + 12 > width) return rect;
  const text = svg("text", { class: `state-name state-name-${span.state}`, x: from + 7, y: y + BAR / 2 }, span.label);
  return svg("g", {}, rect, text);
}

/** What each colour of the bars says, of those that are there. `states`: [{id, label}] in their order. */
export function stateLegend(story) {
  const present = new Set(story.lanes.flatMap((lane) => lane.needs.flatMap((need) => need.spans.map((span) => span.state))));
  const swatch = (id) => svg("svg", { class: "key-colour", viewBox: "0 0 28 20", "aria-hidden": "true" },
    svg("rect", { class: `state state-${id}`, x: 1, y: 1, width: 26, height: 18 }));
  return el("div", { class: "lanes-legend" },
    el("h4", {}, say("lanes.legend")),
    el("ul", {}, story.states.filter((one) => present.has(one.id)).map((one) =>
      el("li", {}, swatch(one.id), el("span", {}, one.label)))));
}

/** Stripes for states that stand between two others: neither a colour alone nor a shade tells them apart. */
function stripes() {
  const one = (name) => svg("pattern", {
    id: `stripes-${name}`, width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)",
  }, svg("rect", { class: `stripe-back stripe-back-${name}`, width: 8, height: 8 }),
  svg("path", { class: `stripe stripe-${name}`, d: "M2 0V8" }));
  return svg("defs", {}, ["held", "resting", "parked", "asked"].map(one));
}
