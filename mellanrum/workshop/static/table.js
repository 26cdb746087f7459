// Tables, and the twin that every figure has: the same numbers as a table, one click away.

import { el } from "./element.js";
import { say } from "./words.js";

/** A table with a caption; the first column names the rows. It scrolls by itself where it is wider than the page. */
export function table(caption, head, body) {
  return el("div", { class: "scroll table-scroll", tabindex: "0", role: "region", "aria-label": caption },
    el("table", { class: "table" },
      el("caption", { class: "visually-hidden" }, caption),
      el("thead", {}, el("tr", {}, ...head.map((one) => el("th", { scope: "col" }, one)))),
      el("tbody", {}, ...body.map(([first, ...rest]) =>
        el("tr", {}, el("th", { scope: "row" }, first), ...rest.map((one) => el("td", {}, one)))))));
}

/** "Show as a table": the twin of a figure, shut at first. */
export function twin(caption, head, body) {
  return el("details", { class: "twin" }, el("summary", {}, say("page.as_table")), table(caption, head, body));
}
