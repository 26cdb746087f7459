// A flow between places over stages: bars as high as what is there, ribbons as wide as what goes between.

import { svg } from "./element.js";
import { number, say } from "./words.js";

const WIDTH = 1000;
const LEFT = 0;
const RIGHT = 280;
const TOP = 62;
const LEAVING = 34;
const BAR = 26;
const ROOM = 330;
const LEAST = 30;
const GAP = 14;

/** Draw the staff ledger of a design, of one role or of all (""). */
export function flowDrawing({ stages, places, flow, announced }, role) {
  const steps = aggregated(flow.filter((one) => !role || one.role === role), stages.length - 1);
  const amounts = stages.map((_, stage) => amountsAt(steps, stage, stages.length - 1));
  const most = Math.max(1e-9, ...amounts.map((one) => [...one.values()].reduce((a, b) => a + b, 0)));
  const used = places.map(({ id }) => id).filter((id) => amounts.some((one) => (one.get(id) ?? 0) > 0.005));
  const label = new Map(places.map((one) => [one.id, one.label]));
  const per = ROOM / most;
  const columns = amounts.map((one, stage) => columnAt(one, used, per, xOf(stage, stages.length), announced ? TOP + LEAVING : TOP));
  const bottom = Math.max(...columns.flatMap((column) => [...column.values()].map(({ y, slot }) => y + slot)));
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${bottom + 12}`, class: "figure flow", role: "img", "aria-label": say("staff.label") },
    ...stages.map((stage, n) => stageWords(stage, n, stages.length)),
    ...steps.flatMap((step, n) => ribbons(step, columns[n], columns[n + 1], used, per)),
    ...columns.flatMap((column, n) => [...column].flatMap(([id, at]) => barOf(id, at, n, label, columns.length))),
    announced ? announcement(announced.stage, stages.length, bottom) : null);
}

/** From when on staff leave for what is to come: a line down through the stage, and a band to the next one. */
function announcement(stage, n, bottom) {
  const x = xOf(stage, n) + 1.5;
  const until = stage + 1 < n ? xOf(stage + 1, n) : x + BAR;
  return svg("g", { class: "announcement" },
    svg("path", { class: "announcement-line", d: `M${x} ${TOP - 8}V${bottom}` }),
    svg("path", { class: "announcement-band", d: `M${x} ${TOP + 20}H${until - 14}V${TOP + 13}L${until} ${TOP + 23}L${until - 14} ${TOP + 33}V${TOP + 26}H${x}Z` }),
    svg("text", { class: "flow-words announcement-words", x: x + 7, y: TOP + 11 }, say("staff.leaving")));
}

function aggregated(flow, steps) {
  const made = Array.from({ length: steps }, () => new Map());
  for (const { step, from, to, fte } of flow) {
    const key = `${from}>${to}`;
    const before = made[step].get(key);
    made[step].set(key, { from, to, fte: (before?.fte ?? 0) + fte });
  }
  return made.map((one) => [...one.values()]);
}

function amountsAt(steps, stage, last) {
  const found = new Map();
  const [flows, side] = stage < last ? [steps[stage], "from"] : [steps[last - 1] ?? [], "to"];
  for (const one of flows) found.set(one[side], (found.get(one[side]) ?? 0) + one.fte);
  return found;
}

function xOf(stage, n) {
  return LEFT + (stage / Math.max(1, n - 1)) * (WIDTH - RIGHT - BAR);
}

function columnAt(amounts, used, per, x, top) {
  const column = new Map();
  let y = top;
  for (const id of used) {
    const fte = amounts.get(id) ?? 0;
    const height = fte * per;
    const slot = Math.max(height, LEAST);
    column.set(id, { x, y, height, slot, fte, out: 0, in: 0 });
    y += slot + GAP;
  }
  return column;
}

function ribbons(step, from, to, used, per) {
  const order = (one) => used.indexOf(one.from) * 100 + used.indexOf(one.to);
  const there = step.filter((one) => one.fte > 0.005 && from.has(one.from) && to.has(one.to));
  return there.sort((a, b) => order(a) - order(b)).map((one) => {
    const [a, b, wide] = [from.get(one.from), to.get(one.to), one.fte * per];
    const [y1, y2] = [a.y + a.out, b.y + b.in];
    a.out += wide;
    b.in += wide;
    const [x1, x2] = [a.x + BAR, b.x];
    const mid = (x1 + x2) / 2;
    const d = `M${x1} ${y1}C${mid} ${y1} ${mid} ${y2} ${x2} ${y2}V${y2 + wide}C${mid} ${y2 + wide} ${mid} ${y1 + wide} ${x1} ${y1 + wide}Z`;
    return svg("path", { class: `ribbon place-${one.from}${one.from === one.to ? " stays" : ""}`, d });
  });
}

function barOf(id, { x, y, height, fte }, n, label, columns) {
  if (fte <= 0.005) return [];
  const end = n === columns - 1;
  const middle = y + Math.max(height / 2, 12) + 7;
  const words = end || n === 0 ? `${label.get(id) ?? id} ${number(fte, { digits: 1 })}` : number(fte, { digits: 1 });
  return [svg("rect", { class: `bar-post place-${id}`, x, y, width: BAR, height: Math.max(height, 2) }),
    svg("text", { class: "flow-words", x: x + BAR + 7, y: middle }, words)];
}

function stageWords({ date, label }, n, stages) {
  const x = xOf(n, stages);
  return svg("g", { class: "stage" }, svg("text", { class: "flow-words stage-words", x, y: 22 }, label),
    svg("text", { class: "flow-words stage-date", x, y: 46 }, date.slice(0, 7)));
}
