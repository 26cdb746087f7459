// How phones join: the square code as large as the screen allows, with the address beside it.

import { openDialog } from "./dialog.js";
import { el } from "./element.js";
import { say } from "./words.js";

/** A button that shows the code, or the sentence that says why phones cannot join. */
export function joinButton(app) {
  const guests = app.state.start.guests;
  if (!guests) return el("p", { class: "quiet" }, say("vote.no_phones"));
  return el("button", { type: "button", class: "button", onclick: () => show(guests) }, say("vote.join"));
}

function show({ url, qr }) {
  const body = el("div", { class: "join" },
    el("img", { src: qr, alt: say("vote.join_code"), class: "join-code" }),
    el("div", { class: "join-how" },
      el("p", {}, say("vote.join_how")), el("p", { class: "join-address" }, url), el("p", {}, say("vote.join_private"))));
  openDialog({ title: say("vote.join"), body, wide: true });
}
