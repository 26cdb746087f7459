// The open round: question, expectation, finding, decision, each saved as it is written.

import { el } from "./element.js";
import { choose } from "./round_conflict.js";
import { RoundStore, TEXTS } from "./round_store.js";
import { say } from "./words.js";

const BEFORE = ["question", "expectation"];

/** The form. It lives on when another round is opened: what is not saved yet of the old one is saved first. */
export class RoundForm {
  constructor(app) {
    this.app = app;
    this.store = null;
    this.heading = el("h3", { id: "round-heading" });
    this.state = el("p", { class: "round-state", role: "status" });
    this.fields = new Map(TEXTS.map((name) => [name, this.field(name)]));
    this.form = el("div", { class: "round-form", role: "group", "aria-labelledby": "round-heading" },
      [...this.fields].map(([name, { node }]) => el("div", { class: BEFORE.includes(name) ? "before" : "after" }, node)));
    this.begin = el("button", { type: "button", class: "button", id: "new-round", onclick: () => this.another() });
    this.help = el("p", { class: "quiet" });
    this.node = el("div", { class: "round" },
      el("div", { class: "round-head" }, this.heading, this.state, this.begin), this.help, this.form);
    app.on("round", (round) => this.open(round));
    app.on("language", () => this.store?.save());
    addEventListener("pagehide", () => this.store?.save());
    addEventListener("online", () => this.store?.save());
    this.open(app.state.round);
  }

  field(name) {
    const area = el("textarea", { id: `round-${name}`, rows: 3, maxlength: 4000, "aria-describedby": `round-${name}-help` });
    area.addEventListener("input", () => this.store?.put(name, area.value));
    area.addEventListener("blur", () => this.store?.save());
    const node = el("div", { class: "round-field" },
      el("label", { for: `round-${name}` }, say(`rounds.${name}`)),
      el("p", { class: "quiet", id: `round-${name}-help` }, say(`rounds.${name}_help`)), area);
    return { node, area };
  }

  async another() {
    this.begin.disabled = true;
    try {
      await this.store?.save();
      await this.app.newRound({ question: "" });
      this.fields.get("question").area.focus();
    } catch (refused) {
      this.tell("unsaved", refused.faults ?? [String(refused)]);
    } finally {
      this.begin.disabled = false;
    }
  }

  open(round) {
    this.form.hidden = !round;
    this.begin.textContent = say(round ? "rounds.new" : "rounds.begin");
    this.help.textContent = say(round ? "rounds.new_help" : "rounds.none");
    if (!round) {
      this.store?.save();
      this.store = null;
      this.heading.textContent = "";
      return this.tell("");
    }
    if (this.store?.round.id === round.id) this.store.hear(round);
    else {
      this.store?.save();
      this.tell("saved");
      this.store = new RoundStore(round, (...asked) => this.call(...asked), (...now) => this.show(...now), choose);
    }
    const when = written(round.made, this.app.state.language);
    const county = this.app.state.start.counties.find((one) => one.name === round.county)?.title ?? round.county;
    this.heading.textContent = say("rounds.now", { number: String(round.number), county, made: when });
    this.fill(this.store.shown);
  }

  /** Put the texts into the form; where the cursor is, what is typed stays. */
  fill(round) {
    for (const [name, { area }] of this.fields) {
      if (area === document.activeElement && this.store?.round.id === this.filled) continue;
      if (area.value !== (round[name] ?? "")) area.value = round[name] ?? "";
    }
    this.filled = this.store?.round.id;
  }

  show(store, state, faults) {
    if (store !== this.store) return;
    this.fill(store.shown);
    this.tell(state, faults);
    if (state === "saved") this.app.takeRound(store.round);
  }

  tell(state, faults = []) {
    const key = state === "unsaved" && faults.length ? "rounds.unsaved_because" : `rounds.${state}`;
    this.state.textContent = state ? say(key, { fault: faults.join(" ") }) : "";
    this.state.dataset.state = state;
  }

  async call(method, path, body) {
    try {
      return { status: 200, body: await this.app.api(method, path, body) };
    } catch (refused) {
      return { status: refused.status ?? 0, body: refused.body ?? null };
    }
  }
}

function written(iso, language) {
  const made = new Date(iso);
  if (Number.isNaN(made.getTime())) return iso;
  return made.toLocaleString(language === "en" ? "en-GB" : "sv", { dateStyle: "long", timeStyle: "short" });
}
