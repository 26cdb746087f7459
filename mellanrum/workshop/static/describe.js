// What lies behind a figure, one click away: the evidence or assumption in full, its range and its source.

import { openDialog } from "./dialog.js";
import { el } from "./element.js";
import { say } from "./words.js";

const ROWS = ["value", "range", "population", "period", "source", "page", "grade", "note"];

/** What a person reads of an id of the ledger: `A148` of `A148.adult_psychiatry`, whose text says of what it is. */
export function shortId(id) {
  return id.split(".")[0];
}

/** Show the evidence of these ids. `title`: what they stand behind; `first`: nodes that stand above them. */
export async function showEvidence(ids, title, app, first = []) {
  const body = el("div", { class: "evidence" }, ...first, el("p", { class: "muted", role: "status" }, say("evidence.reading")));
  openDialog({ title, body });
  const found = await Promise.all(ids.map((id) => entry(id, app)));
  body.querySelector("[role=status]").remove();
  if (!ids.length) body.append(el("p", {}, say("evidence.none")));
  body.append(...found);
}

async function entry(id, app) {
  try {
    return written(await app.api("GET", `/api/evidence/${encodeURIComponent(id)}`));
  } catch (refused) {
    return el("p", { class: "fault" }, `${shortId(id)}: ${refused.message}`);
  }
}

function written(one) {
  const kind = one.kind === "assumption" ? say("evidence.assumption") : say("evidence.evidence");
  const rows = ROWS.filter((name) => shown(one[name])).map((name) => {
    const unit = name === "value" && one.unit ? ` ${one.unit}` : "";
    return el("div", { class: "row" }, el("dt", {}, say(`evidence.${name}`)), el("dd", {}, `${shown(one[name])}${unit}`));
  });
  return el("article", { class: "evidence-entry" },
    el("h3", {}, el("span", { class: `kind kind-${one.kind}` }, kind), ` ${shortId(one.id)}`),
    el("p", { class: "evidence-text" }, shown(one.text)), el("dl", {}, ...rows));
}

function shown(value) {
  if (value === null || value === undefined || value === "") return "";
  if (Array.isArray(value)) return value.map(shown).join(" – ");
  if (typeof value === "object") {
    if ("low" in value && "high" in value) return say("evidence.from_to", { low: shown(value.low), high: shown(value.high) });
    return Object.values(value).map(shown).join(", ");
  }
  return typeof value === "number" ? String(value).replace(".", document.documentElement.lang === "sv" ? "," : ".") : String(value);
}
