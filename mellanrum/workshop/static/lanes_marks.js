// Events as marks under the bars: each with its number in the list; those too near to stand apart share one.

import { svg } from "./element.js";
import { LETTERS } from "./fitted.js";

const NEAR = 16;
const HEIGHT = 26;
const ROWS = 3;

/** Draw the marks of a lane from `top` down. `events`: [{day, kind, number, key}]. Returns {nodes, bottom}. */
export function marksOf(events, time, top, light) {
  const groups = grouped(events, time);
  const ends = new Array(ROWS).fill(-Infinity);
  const nodes = [];
  let lowest = 0;
  for (const group of groups) {
    const width = Math.max(HEIGHT, group.text.length * LETTERS * 0.58 + 14);
    const x = Math.min(Math.max(group.x, time.left + width / 2), time.right - width / 2);
    const free = ends.findIndex((end) => end + 4 < x - width / 2);
    const row = free < 0 ? ends.indexOf(Math.min(...ends)) : free;
    ends[row] = x + width / 2;
    lowest = Math.max(lowest, row);
    nodes.push(mark(group, { x, y: top + 10 + row * (HEIGHT + 4), width, top, light }));
  }
  return { nodes, bottom: groups.length ? top + 10 + (lowest + 1) * (HEIGHT + 4) : top };
}

function grouped(events, time) {
  const groups = [];
  for (const event of events) {
    const x = time.x(event.day);
    const last = groups.at(-1);
    if (last && x - last.x < NEAR) last.events.push(event);
    else groups.push({ x, events: [event] });
  }
  for (const group of groups) {
    const [first, last] = [group.events[0].number, group.events.at(-1).number];
    group.fall = group.events.some((event) => event.kind === "fall");
    group.text = (group.fall ? "✗ " : "") + (first === last ? String(first) : `${first}–${last}`);
  }
  return groups;
}

function mark(group, { x, y, width, top, light }) {
  const made = svg("g", { class: group.fall ? "event-mark event-mark-fall" : "event-mark" },
    svg("path", { class: "event-stem", d: `M${group.x} ${top}L${x} ${y}` }),
    svg("rect", { x: x - width / 2, y, width, height: HEIGHT, rx: HEIGHT / 2 }),
    svg("text", { x, y: y + HEIGHT / 2 + 1 }, group.text));
  const all = (on) => group.events.forEach((event) => light(event.key, on));
  made.addEventListener("pointerenter", () => all(true));
  made.addEventListener("pointerleave", () => all(false));
  return made;
}
