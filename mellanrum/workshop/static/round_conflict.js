// Two windows wrote the same: both texts side by side, and the room says what shall stand.

import { openDialog } from "./dialog.js";
import { el } from "./element.js";
import { say } from "./words.js";

/**
 * Ask the room. `mine`, `theirs`: texts by field; `fields`: those that both wrote. Resolves to {field: text}. Whoever
 * shuts the dialog without an answer keeps both, one after the other: nothing is lost.
 */
export function choose(mine, theirs, fields) {
  return new Promise((resolve) => {
    const parts = fields.map((field) => part(field, text(mine[field]), text(theirs[field])));
    const done = el("button", { type: "button", class: "button primary" }, say("rounds.choose"));
    const body = el("div", { class: "round-conflict" }, el("p", {}, say("rounds.both_what")), parts.map((one) => one.node), done);
    const dialog = openDialog({
      title: say("rounds.both"), body, wide: true,
      closed: () => resolve(Object.fromEntries(parts.map((one) => [one.field, one.area.value]))),
    });
    done.addEventListener("click", () => dialog.close());
  });
}

function part(field, mine, theirs) {
  const area = el("textarea", { id: `conflict-${field}`, rows: 5 });
  area.value = mine && theirs ? `${theirs}\n\n${mine}` : mine || theirs;
  const side = (words, value) =>
    el("div", { class: "round-side" }, el("h4", {}, words), el("p", { class: "round-text" }, value || "–"),
      el("button", { type: "button", class: "button", onclick: () => (area.value = value) }, say("rounds.take_this")));
  const node = el("section", {},
    el("h3", {}, say(`rounds.${field}`)),
    el("div", { class: "round-sides" }, side(say("rounds.ours"), mine), side(say("rounds.theirs"), theirs)),
    el("label", { for: `conflict-${field}` }, say("rounds.keep")), area);
  return { field, area, node };
}

function text(value) {
  return typeof value === "string" ? value : "";
}
