// Guess first: the room, and on their phones everybody, place a guess before the result; then both stand side by side.

import { el } from "./element.js";
import { drawnToFit } from "./fitted.js";
import { drawGuesses } from "./guess_line.js";
import { guessSlider, inWords } from "./guess_slider.js";
import { joinButton } from "./join.js";
import { Poll, reason } from "./poll.js";
import { number, say } from "./words.js";

const MEASURE = "untreated_share";
const REPLAY = 1800;
const WIDEST = 900;

export function mount(root, app) {
  const beside = el("section", { id: "guesses", class: "guesses", "aria-label": say("guess.beside"), hidden: true });
  const headline = document.getElementById("headline");
  (headline ?? root).after(beside);
  new Guessing(root, beside, app);
}

class Guessing {
  constructor(root, beside, app) {
    Object.assign(this, { root, beside, app, drawn: null, open: true });
    this.poll = new Poll(app, () => this.heard(), (refused) => this.fault(refused));
    app.on("veil", () => this.show());
    app.on("view", () => this.showBeside());
    app.on("stale", () => this.showBeside());
    app.on("round", (round) => this.another(round));
    this.another(app.state.round);
    this.show();
  }

  /** The design that is guessed about: the one that was chosen when the room ran it. */
  get design() {
    const { round, active, designs } = this.app.state;
    const kept = round ? this.app.kept(`mellanrum.guess.design.${round.id}`) : null;
    return Math.min(kept ?? Math.max(1, active), designs.length - 1);
  }

  another(round) {
    if (round?.id !== this.round) {
      this.round = round?.id;
      this.poll.forget();
      this.poll.look();
      if (this.app.state.veiled) this.show();
    }
    this.showBeside();
  }

  // --- before the result

  show() {
    const { veiled, round, active } = this.app.state;
    if (!veiled) {
      this.root.replaceChildren();
      return this.showBeside();
    }
    if (round) this.app.keep(`mellanrum.guess.design.${round.id}`, Math.max(1, active));
    this.slider = guessSlider(say, this.app.state.guess?.value ?? null, () => (this.place.disabled = false));
    this.place = el("button", { type: "button", class: "button primary", id: "guess-place", onclick: () => this.done(this.slider.value()) },
      say("guess.place"));
    this.place.disabled = this.slider.value() === null;
    this.told = el("p", { class: "quiet", role: "status" });
    this.phones = el("div", { class: "guess-phones" });
    const names = { design: this.app.title(this.design), baseline: this.app.title(0) };
    this.root.replaceChildren(
      el("h2", {}, say("guess.title")), el("p", { class: "guess-question" }, say("guess.what", names)),
      this.slider.node,
      el("div", { class: "guess-buttons" }, this.place,
        el("button", { type: "button", class: "button", id: "guess-skip", onclick: () => this.done(null) }, say("guess.skip"))),
      this.phones, this.told, el("p", { class: "quiet" }, say("guess.why_not")));
    this.heard();
  }

  /** The part of the phones: join, let guess, how many have. */
  heard() {
    if (!this.app.state.veiled || !this.phones) return this.showBeside();
    const open = this.poll.seen?.open && this.poll.seen.kind === "guess";
    const key = `${open} ${Boolean(this.app.state.start.guests)}`;
    if (this.drawn !== key || !this.phones.childElementCount) {
      this.drawn = key;
      this.phones.replaceChildren(...this.phoneButtons(open));
    }
    this.told.textContent = open ? say("guess.phones", { n: this.poll.seen.n }) : "";
  }

  phoneButtons(open) {
    if (!this.app.state.start.guests) return [joinButton(this.app)];
    const ask = el("button", { type: "button", class: "button", onclick: () => this.ask() }, say("guess.ask_phones"));
    const close = el("button", { type: "button", class: "button", onclick: () => this.poll.close() }, say("guess.close_phones"));
    return [open ? close : ask, joinButton(this.app)];
  }

  ask() {
    return this.poll.open({ open: "guess", measure: MEASURE, design: this.design, options: [] });
  }

  async done(value) {
    if (this.poll.seen?.open && this.poll.seen.kind === "guess") await this.poll.close();
    await this.app.guessed(value);
    (this.beside.hidden ? document.getElementById("results") : this.beside.querySelector("summary"))?.focus();
  }

  fault(refused) {
    const words = say("guess.unsure", { fault: reason(refused) });
    if (this.app.state.veiled && this.told) this.told.textContent = words;
    else this.app.say(words);
  }

  // --- beside the result

  showBeside() {
    const { veiled, view, guess, stale, round } = this.app.state;
    const seen = this.poll.seen;
    const guesses = seen && !seen.open ? (seen.guesses ?? []) : [];
    this.beside.hidden = veiled || stale || !round || !view?.designs?.length || (!guess && !guesses.length);
    if (this.beside.hidden) return;
    const room = guess?.value ?? null;
    const result = this.result(view);
    const frame = el("div", { class: "guess-frame" });
    const sentences = told(room, guesses, result);
    const known = JSON.stringify([room, guesses, result, sentences]);
    if (known === this.known) return;
    this.known = known;
    drawnToFit(frame, (width) => frame.replaceChildren(drawGuesses({ guesses, room, result, width: Math.min(width, WIDEST) })));
    const replay = el("button", { type: "button", class: "button", onclick: () => this.replay() }, say("guess.replay"));
    const title = say("guess.beside_of", { design: this.app.title(this.design) });
    const open = this.app.kept("mellanrum.guess.shown") ?? true;
    const details = el("details", { open }, el("summary", { class: "guesses-title" }, title), frame,
      el("p", { class: "guesses-told" }, sentences.join(" ")), replay);
    details.addEventListener("toggle", () => this.app.keep("mellanrum.guess.shown", details.open));
    this.beside.replaceChildren(details);
  }

  result(view) {
    const found = view.differences.find((one) => one.design === this.design)?.measures?.[MEASURE];
    if (!found || typeof found.mean !== "number") return null;
    const points = (share) => (typeof share === "number" ? share * 100 : null);
    return { mean: points(found.mean), low: points(found.low), high: points(found.high) };
  }

  /** Show the hundred as they are today, and then as they become: the last change once more. */
  replay() {
    const back = this.design;
    this.app.show("hundred");
    this.app.activate(0);
    clearTimeout(this.replaying);
    this.replaying = setTimeout(() => this.app.activate(back), REPLAY);
    document.getElementById("tabs")?.scrollIntoView({ block: "start" });
  }
}

function told(room, guesses, result) {
  const points = (n) => number(n, { digits: Number.isInteger(n) ? 0 : 1, signed: true });
  const said = [];
  if (room !== null) said.push(say("guess.said_room", { guess: inWords(say, room) }));
  if (guesses.length) {
    const middle = guesses[Math.floor((guesses.length - 1) / 2)];
    said.push(say("guess.said_phones", { n: guesses.length, low: points(guesses[0]), high: points(guesses.at(-1)), middle: points(middle) }));
  }
  if (!result) said.push(say("guess.said_no_result"));
  else if (result.low === null) said.push(say("guess.said_result_alone", { mean: points(result.mean) }));
  else said.push(say("guess.said_result", { mean: points(result.mean), low: points(result.low), high: points(result.high) }));
  return said;
}
