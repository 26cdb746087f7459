// The time axis: days of the run to pixels and dates, months along it, and the reform day.

import { svg } from "./element.js";
import { textWidth } from "./fitted.js";
import { day, language } from "./numbers.js";
import { say } from "./words.js";

const DAY = 86_400_000;

/** Days to places and dates. `window`: {from_day, to_day, from}. */
export function timeOf(window, left, right) {
  const { from_day: first, to_day: last } = window;
  const start = Date.parse(`${window.from}T00:00:00Z`);
  const date = (at) => new Date(start + Math.floor(at - first) * DAY).toISOString().slice(0, 10);
  return {
    x: (at) => left + ((Math.min(Math.max(at, first), last) - first) / (last - first)) * (right - left),
    dayAt: (iso) => first + (Date.parse(`${iso}T00:00:00Z`) - start) / DAY,
    day: (at) => day(date(at)),
    left,
    right,
  };
}

/** Lines for months with their names below, and the reform day over all. */
export function axis(window, time, { top, bottom }) {
  const shown = new Intl.DateTimeFormat(language() === "en" ? "en-GB" : "sv", { month: "short", year: "numeric", timeZone: "UTC" });
  const month = (time.right - time.left) / ((window.to_day - window.from_day) / 30.4);
  const wide = textWidth(shown.format(new Date("2028-09-01T00:00:00Z"))) + 14;
  const every = [3, 6, 12].find((months) => months * month >= wide) ?? 12;
  const ticks = [];
  for (let at = firstOfMonth(window.from); at <= window.to; at = nextMonth(at)) {
    const x = time.x(time.dayAt(at));
    const named = (Number(at.slice(5, 7)) - 1) % every === 0 && x < time.right - 40 && x > time.left + 30;
    ticks.push(svg("path", { class: named ? "lane-tick lane-tick-named" : "lane-tick", d: `M${x} ${top}V${bottom}` }));
    if (named) ticks.push(svg("text", { class: "lane-month", x, y: bottom + 20 }, shown.format(new Date(`${at}T00:00:00Z`))));
  }
  return { ticks, reform: reformLine(window, time, top, bottom) };
}

function reformLine(window, time, top, bottom) {
  if (window.reform_day < window.from_day || window.reform_day > window.to_day) return [];
  const x = time.x(window.reform_day);
  const late = x > (time.left + time.right) / 2;
  return [
    svg("path", { class: "lane-reform", d: `M${x} ${top - 8}V${bottom}` }),
    svg("text", { class: "lane-reform-name", x: late ? x + 8 : x - 8, y: top - 12, "text-anchor": late ? "end" : "start" },
      say("lanes.reform", { date: day(window.reform) })),
  ];
}

function firstOfMonth(iso) {
  return iso.endsWith("-01") ? iso : nextMonth(`${iso.slice(0, 7)}-01`);
}

function nextMonth(iso) {
  const at = new Date(`${iso}T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + 1);
  return at.toISOString().slice(0, 10);
}
