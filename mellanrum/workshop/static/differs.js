// Always in sight: all that differs from today under the chosen design, as sentences, each with its evidence.

import { shortId, showEvidence } from "./describe.js";
import { el } from "./element.js";
import { LETTERS } from "./header.js";
import { say } from "./words.js";

/** Mount the list. */
export function mount(root, app) {
  const title = root.querySelector("#differs-title");
  const place = root.querySelector("#differs-list");
  let open = !window.matchMedia("(max-width: 900px)").matches;
  const draw = () => {
    const index = app.state.active;
    const said = app.state.said[index];
    const n = said?.differs.length ?? 0;
    const words = index === 0 ? say("differs.today_title") : say("differs.title", { n, letter: LETTERS[index] });
    const fold = el("button", {
      type: "button", class: "fold", "aria-expanded": String(open), "aria-controls": "differs-list",
      onclick: () => {
        open = !open;
        draw();
        title.querySelector("button").focus();
      },
    }, words);
    title.replaceChildren(fold);
    place.hidden = !open;
    place.replaceChildren(...contents(index, said, app));
    place.tabIndex = 0;
    place.setAttribute("role", "group");
    place.setAttribute("aria-labelledby", "differs-title");
  };
  for (const event of ["said", "active", "draft"]) app.on(event, draw);
  draw();
}

function contents(index, said, app) {
  if (index === 0) return [el("p", {}, say("differs.today"))];
  if (!said) return [el("p", { class: "muted" }, say("differs.reading"))];
  const mine = ({ chosen, lever }) => chosen ?? Object.hasOwn(said.settings, lever ?? "");
  const faults = said.faults.map((text) => el("li", { class: "fault" }, text));
  if (!faults.length && !said.differs.length) return [el("p", {}, say("differs.nothing"))];
  return [
    faults.length ? el("ul", { class: "fault-list" }, ...faults) : null,
    ...part("differs.chosen", said.differs.filter(mine), app),
    ...part("differs.of_base", said.differs.filter((one) => !mine(one)), app),
  ].filter(Boolean);
}

/** What the room has set, and what comes with the design that it builds on, are told apart. */
function part(key, sentences, app) {
  if (!sentences.length) return [];
  return [el("h3", {}, say(key)), el("ul", { class: "differs-sentences" }, ...sentences.map((one) => sentence(one, app)))];
}

function sentence({ text, lever, evidence = [] }, app) {
  const links = evidence.slice(0, 4).map((id) => el("button", {
    type: "button", class: "source", "data-evidence": id, "aria-label": say("evidence.of_sentence", { id: shortId(id), text }),
    onclick: () => showEvidence([id], text, app),
  }, shortId(id)));
  return el("li", { "data-lever": lever ?? false }, text, links.length ? " " : null, ...links);
}
