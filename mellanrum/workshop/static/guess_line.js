// The guesses beside the result: one line from fewer to more, a dot for each phone, the room's guess, the result.

import { svg } from "./element.js";
import { FARTHEST } from "./guess_slider.js";
import { number, say } from "./words.js";

const ROOM = 46;
const RESULT = 74;
const NARROW = 500;
const DOT = 6;
const HIGHEST = 9;

/**
 * Draw it. `guesses`: of the phones, numbers; `room`: the room's or null; `result`: {mean, low, high} or null, all in
 * points of 100; `width` in units of `fitted.js`.
 */
export function drawGuesses({ guesses, room, result, width }) {
  const ends = [...guesses, room, result?.low ?? result?.mean, result?.high].filter((one) => typeof one === "number");
  const most = Math.max(5, Math.min(FARTHEST, ...[Math.ceil(Math.max(...ends.map(Math.abs), 0)) + 1]));
  const at = (n) => 24 + ((Math.min(Math.max(n, -most), most) + most) / (2 * most)) * (width - 48);
  const { dots, top } = stacked(guesses, at);
  const line = 34 + top;
  const parts = [...axis(most, at, line, width), ...dots.map(([x, up]) => svg("circle", { class: "guess-dot", cx: x, cy: line - 8 - up, r: DOT }))];
  if (typeof room === "number") parts.push(...pin("room", at(room), line, width));
  if (result) {
    const ends = [result.low ?? result.mean, result.high ?? result.mean].map(at);
    parts.push(...interval(result, at, line), ...pin("result", at(result.mean), line, width, ends));
  }
  const height = line + (result ? 92 : 66);
  return svg("svg", { class: "guess-line", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, parts);
}

/** Dots of one guess stand on each other; where there are too many they stand closer. */
function stacked(guesses, at) {
  const counts = new Map();
  for (const one of guesses) counts.set(one, (counts.get(one) ?? 0) + 1);
  const tallest = Math.max(0, ...counts.values());
  const step = 2 * DOT * Math.min(1, HIGHEST / Math.max(tallest, 1)) + 1;
  const seen = new Map();
  const dots = guesses.map((one) => {
    const n = seen.get(one) ?? 0;
    seen.set(one, n + 1);
    return [at(one), n * step];
  });
  return { dots, top: Math.max(0, tallest - 1) * step };
}

function axis(most, at, line, width) {
  const every = most > 10 ? 5 : most > 5 ? 2 : 1;
  const ticks = [];
  for (let n = -Math.floor(most / every) * every; n <= most; n += every) {
    ticks.push(svg("path", { class: n === 0 ? "guess-tick zero" : "guess-tick", d: `M${at(n)} ${line - 5}V${line + 5}` }));
    ticks.push(svg("text", { class: "guess-number", x: at(n), y: line + 22, "text-anchor": "middle" }, number(n, { signed: true })));
  }
  const short = width < NARROW;
  const side = (x, anchor, words) => svg("text", { class: "guess-side", x, y: 18, "text-anchor": anchor }, words);
  return [
    svg("path", { class: "guess-axis", d: `M24 ${line}H${width - 24}` }), ...ticks,
    side(0, "start", `← ${say(short ? "guess.fewer_short" : "guess.fewer_side")}`),
    side(width, "end", `${say(short ? "guess.more_short" : "guess.more_side")} →`),
  ];
}

function interval({ low, high }, at, line) {
  if (typeof low !== "number" || typeof high !== "number") return [];
  const [from, to, y] = [at(low), at(high), line + RESULT];
  return [svg("path", { class: "guess-interval", d: `M${from} ${y}H${to}M${from} ${y - 7}v14M${to} ${y - 7}v14` })];
}

/** A mark with its name beside it, on the side where there is room: past the interval, if there is one. */
function pin(kind, x, line, width, ends = [x, x]) {
  const y = line + (kind === "room" ? ROOM : RESULT);
  const left = x > width * 0.6;
  const mark = kind === "room"
    ? svg("path", { class: "guess-pin guess-pin-room", d: `M${x} ${line}V${y - 4}M${x - 8} ${y + 8}l8 -13l8 13z` })
    : svg("path", { class: "guess-pin guess-pin-result", d: `M${x} ${y - 10}l10 10l-10 10l-10 -10z` });
  const words = { x: left ? ends[0] - 16 : ends[1] + 16, y: y + 6, "text-anchor": left ? "end" : "start" };
  return [mark, svg("text", words, say(`guess.${kind}`))];
}
