// The phone: waits for the room's question, takes one guess or one vote, and says that nobody sees whose it is.

import { el } from "./element.js";
import { Line } from "./guest_line.js";
import { guessSlider, inWords } from "./guess_slider.js";
import { say } from "./words.js";

const asked = new URLSearchParams(location.search);
const token = asked.get("token") ?? "";
const [head, ask, line, foot] = ["head", "ask", "line", "foot"].map((id) => document.getElementById(id));
const language = document.documentElement.lang;

let shown = "";
let told = {};

const phone = new Line(token, heard, (state, faults) => {
  tell(state === "open" ? "" : `guest.${state}`);
  if (state === "refused") ask.replaceChildren(...faults.map((text) => el("p", {}, text)));
});

function start() {
  const other = language === "sv" ? ["en", "English"] : ["sv", "Svenska"];
  const there = `?${new URLSearchParams({ token, lang: other[0] })}`;
  head.append(
    el("h1", {}, say("guest.title")),
    el("a", { href: there, lang: other[0], hreflang: other[0], class: "language" }, other[1]),
  );
  foot.append(el("p", {}, say("guest.anonymous")));
  wait();
  phone.now();
}

function tell(key) {
  line.textContent = key ? say(key) : "";
  line.hidden = !key;
}

/** Show what the room asks now. The same question is not drawn again: a guess under the thumb stays where it is. */
function heard(poll) {
  if (poll.late) tell("guest.late");
  const which = [poll.open, poll.round, poll.question, ...(poll.options ?? [])].join("\n");
  if (which === shown) return told.yours !== poll.yours && answered(poll);
  shown = which;
  told = poll;
  if (poll.open === "guess") guess(poll);
  else if (poll.open === "vote") vote(poll);
  else wait();
}

function wait() {
  ask.replaceChildren(el("h2", {}, say("guest.wait")), el("p", {}, say("guest.wait_more")));
}

function heading(poll) {
  return [
    el("p", { class: "round" }, say("guest.round", { number: poll.number })),
    poll.question ? el("h2", {}, poll.question) : el("h2", {}, say(`guest.${poll.open}_heading`)),
  ];
}

function guess(poll) {
  const slider = guessSlider(say, poll.yours ?? null, () => (button.disabled = false));
  const button = el("button", { type: "button", class: "send", onclick: () => send(poll, { value: slider.value() }) },
    say("guest.send_guess"));
  button.disabled = slider.value() === null;
  ask.replaceChildren(
    ...heading(poll),
    el("p", {}, say("guest.guess_what", { design: poll.design_title ?? "" })),
    slider.node, button, mine(poll),
  );
}

function vote(poll) {
  const one = (text, n) => {
    const radio = el("input", { type: "radio", name: "option", id: `option-${n}`, value: text });
    radio.checked = poll.yours === text;
    radio.addEventListener("change", () => (button.disabled = false));
    return el("label", { class: "option", for: `option-${n}` }, radio, el("span", {}, text));
  };
  const chosen = () => ask.querySelector("input:checked")?.value;
  const button = el("button", { type: "button", class: "send", onclick: () => send(poll, { option: chosen() }) },
    say("guest.send_vote"));
  button.disabled = !poll.yours;
  ask.replaceChildren(
    ...heading(poll),
    el("fieldset", {}, el("legend", {}, say("guest.vote_what")), ...poll.options.map(one)),
    button, mine(poll),
  );
}

function send(poll, body) {
  tell("guest.sending");
  phone.send({ kind: poll.open, round: poll.round, body });
}

function answered(poll) {
  told = poll;
  if (!poll.late) tell("");
  ask.querySelector(".mine")?.replaceWith(mine(poll));
}

/** The answer that the laptop has, and that it may be changed. */
function mine(poll) {
  const none = poll.yours === null || poll.yours === undefined;
  const text = none ? "" : typeof poll.yours === "number" ? inWords(say, poll.yours) : poll.yours;
  return el("p", { class: "mine", role: "status" }, none ? "" : say("guest.yours", { answer: text }));
}

start();
