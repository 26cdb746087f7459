// Ask the phones: options, answered by each alone, counted when it is closed, shown in the order of the options.

import { el } from "./element.js";
import { joinButton } from "./join.js";
import { Poll, reason } from "./poll.js";
import { say } from "./words.js";

const FEWEST = 2;
const MOST = 6;

export function mount(root, app) {
  new Voting(root, app);
}

class Voting {
  constructor(root, app) {
    Object.assign(this, { root, app, state: "" });
    this.poll = new Poll(app, () => this.show(), (refused) => this.fault(refused));
    this.told = el("p", { role: "status" });
    this.place = el("div", { class: "vote-place" });
    root.append(el("h3", {}, say("vote.title")), el("p", {}, say("vote.what")), joinButton(app), this.place, this.told);
    app.on("round", (round) => this.another(round));
    app.on("tab", (tab) => tab === "rounds" && this.poll.look());
    this.another(app.state.round);
  }

  another(round) {
    if (round && round.id === this.round) return;
    this.round = round?.id ?? null;
    this.state = "";
    this.poll.forget();
    this.show();
    this.poll.look();
  }

  show() {
    const { start, round } = this.app.state;
    const seen = this.poll.seen;
    const open = seen?.open && seen.kind === "vote";
    const counted = !open && Object.keys(seen?.votes ?? {}).length > 0;
    const state = !start.guests ? "none" : !round ? "round" : open ? "open" : `form ${JSON.stringify(seen?.votes ?? {})}`;
    if (open) this.told.textContent = say("vote.answered", { n: seen.n });
    if (state === this.state) return;
    this.state = state;
    if (!open) this.told.textContent = "";
    if (!start.guests) return this.place.replaceChildren();
    if (!round) return this.place.replaceChildren(el("p", { class: "quiet" }, say("vote.needs_round")));
    this.place.replaceChildren(...(open ? this.running(seen) : [counted ? counts(seen) : null, this.form(seen)].filter(Boolean)));
  }

  form(seen) {
    const kept = this.app.kept("mellanrum.vote.options") ?? (seen?.options?.length ? seen.options.join("\n") : say("vote.options_first"));
    const area = el("textarea", { id: "vote-options", rows: 4, maxlength: 1200 });
    area.value = kept;
    area.addEventListener("input", () => this.app.keep("mellanrum.vote.options", area.value));
    const open = el("button", { type: "button", class: "button", id: "vote-open", onclick: () => this.open(area.value) }, say("vote.open"));
    return el("div", { class: "vote-form" }, el("label", { for: "vote-options" }, say("vote.options")), area, open);
  }

  async open(text) {
    const options = [...new Set(text.split("\n").map((one) => one.trim()).filter(Boolean))];
    if (options.length < FEWEST || options.length > MOST) {
      this.told.textContent = say("vote.too_few");
      return;
    }
    if (await this.poll.open({ open: "vote", options })) document.getElementById("vote-close")?.focus();
  }

  running(seen) {
    const close = el("button", { type: "button", class: "button primary", id: "vote-close", onclick: () => this.close() }, say("vote.close"));
    return [el("ol", { class: "vote-options" }, seen.options.map((one) => el("li", {}, one))), close];
  }

  async close() {
    if (!(await this.poll.close())) return;
    this.app.tell?.("rounds");
    if (!Object.values(this.poll.seen?.votes ?? {}).some(Boolean)) this.told.textContent = say("vote.nobody");
    document.getElementById("vote-open")?.focus();
  }

  fault(refused) {
    this.told.textContent = say("vote.failed", { fault: reason(refused) });
  }
}

/** Bars in the order of the options, whatever the counts. */
function counts(seen) {
  const options = [...new Set([...(seen.options ?? []), ...Object.keys(seen.votes)])];
  const all = Object.values(seen.votes).reduce((sum, n) => sum + n, 0);
  const row = (option) => {
    const n = seen.votes[option] ?? 0;
    return el("tr", {},
      el("th", { scope: "row" }, option),
      el("td", {}, el("progress", { class: "vote-bar", max: Math.max(all, 1), value: n, "aria-hidden": "true" })),
      el("td", { class: "number" }, say("vote.count", { n: String(n), all: String(all) })));
  };
  return el("div", { class: "vote-counts" },
    el("h4", {}, say("vote.counts")),
    el("table", { class: "table" }, el("tbody", {}, options.map(row))),
    el("p", { class: "quiet" }, say("vote.not_a_decision")));
}
