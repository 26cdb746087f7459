// Where in the county: the change of untreated needs by municipality, as a map, a sentence for each, and a table.

import { el } from "./element.js";
import { LETTERS, drawnToFit } from "./fitted.js";
import { drawMap } from "./map_drawing.js";
import { legend, look } from "./map_scale.js";
import { number, say } from "./words.js";

const WIDEST = 900;
const SHARE_OF_SCREEN = 0.72;
const NARROW = 420;
const SMALL = 15;

export function mount(root, app) {
  const place = el("div", { class: "map" });
  root.append(place);
  const geometries = new Map();
  const kept = { at: "", open: false, focused: false };
  const draw = async () => {
    const { view, active, veiled } = app.state;
    const parts = veiled ? "guess.veiled" : told(app, view, active);
    if (typeof parts === "string") return place.replaceChildren(el("p", { class: "quiet" }, say(parts)));
    const geometry = await geometryOf(app, geometries, view.county.name);
    if (view !== app.state.view) return;
    kept.open = place.querySelector("details")?.open ?? false;
    kept.focused = place.querySelector("svg")?.contains(document.activeElement) ?? false;
    place.replaceChildren(...shown(kept, parts, geometry));
  };
  for (const event of ["view", "active", "veil"]) app.on(event, draw);
  draw();
}

async function geometryOf(app, geometries, county) {
  if (!geometries.has(county)) {
    try {
      geometries.set(county, await app.api("GET", `/api/map/${encodeURIComponent(county)}`));
    } catch (refused) {
      if (refused.status === 0) return null; // nobody answered: it is asked again with the next view
      geometries.set(county, null);
    }
  }
  return geometries.get(county);
}

/** What is shown of a view, or the key of the sentence that says why nothing is. */
function told(app, view, active) {
  if (!view?.designs?.length) return "map.waiting";
  const difference = (view.differences ?? []).find((one) => one.design === Math.max(1, active)) ?? view.differences?.[0];
  if (!difference) return "map.alone";
  const of = (n) => new Map((view.designs[n]?.places ?? []).map((one) => [one.municipality, one]));
  const [before, after] = [of(0), of(difference.design)];
  const places = difference.places.map((one) => row(one, before.get(one.municipality), after.get(one.municipality)));
  return { design: app.title(difference.design), baseline: app.title(0), places };
}

function row(one, before, after) {
  const points = (share) => (typeof share === "number" ? share * 100 : null);
  const verdict = one.few ? "few" : one.verdict;
  const change = points(one.change);
  const [from, to] = [points(before?.untreated_share), points(after?.untreated_share)];
  const seen = look(change, verdict);
  const kind = seen === "none" ? "none" : verdict;
  const size = kind === "unclear" ? number(change, { digits: 1, signed: true }) : number(Math.abs(change), { digits: 1 });
  const said = say(`map.said_${kind}`, {
    place: one.municipality, change: size, before: number(from, { digits: 1 }), after: number(to, { digits: 1 }),
  });
  return { name: one.municipality, look: seen, said, change, from, to, cohort: before?.cohort };
}

function shown(kept, parts, geometry) {
  const intro = el("p", {}, say("map.what", parts));
  if (!geometry) return [intro, el("p", { class: "quiet" }, say("map.missing")), table(parts, true)];
  const pointed = el("p", { class: "map-pointed" }, say("map.point"));
  const by = new Map(parts.places.map((one) => [one.name, one]));
  const frame = el("div", { class: "map-frame" });
  const point = (name) => {
    kept.at = name;
    const one = by.get(name);
    pointed.replaceChildren(one?.said ?? say("map.said_none", { place: name }), " ", asking(one, parts.places));
  };
  drawnToFit(frame, (width, unit) => {
    const focused = kept.focused || frame.contains(document.activeElement);
    kept.focused = false;
    frame.replaceChildren(drawMap(geometry, by, sizeIn(width, unit), kept.at, point));
    if (focused) frame.querySelector("[tabindex='0']").focus();
    else if (kept.at) point(kept.at);
  });
  const beside = el("div", { class: "map-beside" }, pointed, legend(new Set(parts.places.map((one) => one.look))));
  const source = geometry.source ? el("p", { class: "map-source" }, geometry.source) : null;
  return [intro, el("div", { class: "map-both" }, frame, beside), table(parts, kept.open), source].filter(Boolean);
}

/** How large the map is: as wide as its frame, and never so high that it must be scrolled to be seen whole. */
function sizeIn(width, unit) {
  const height = Math.max(320, Math.round((innerHeight * SHARE_OF_SCREEN) / unit));
  return { width: Math.min(WIDEST, width), height, letters: width < NARROW ? SMALL : LETTERS };
}

function asking(one, places) {
  if (typeof one?.cohort !== "number") return "";
  const total = places.reduce((sum, each) => sum + (each.cohort ?? 0), 0);
  return say("map.clients", { n: Math.round(one.cohort), total: number(Math.round(total)) });
}

function table({ places, design, baseline }, open) {
  const words = new Map(places.map((one) => [one.name, one]));
  const head = [
    say("map.place"), say("map.asking"), say("map.before", { design: baseline }), say("map.before", { design }),
    say("map.change"), say("map.reading"),
  ];
  const cell = (value, how) => el("td", { class: "number" }, number(value, how));
  const rows = [...words.values()].map((one) =>
    el("tr", {}, el("th", { scope: "row" }, one.name), cell(one.cohort), cell(one.from, { digits: 1 }),
      cell(one.to, { digits: 1 }), cell(one.change, { digits: 1, signed: true }), el("td", {}, reading(one))));
  return el("details", { class: "twin", open },
    el("summary", {}, say("map.table")),
    el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": say("map.table") },
      el("table", { class: "table" }, el("thead", {}, el("tr", {}, head.map((text) => el("th", { scope: "col" }, text)))),
        el("tbody", {}, rows))));
}

function reading(one) {
  const kind = one.look.replace(/-\d$/, "");
  return say(`map.reading_${kind}`);
}
