// A round as this window has it: what is typed is kept here until the server has it, and nobody's text is written over.

const KEPT = "mellanrum.round.";
const PAUSE = 700;
const AGAIN = 4000;
const EMPTY = { question: "", expectation: "", finding: "", decision: "" };
export const TEXTS = Object.keys(EMPTY);

/**
 * Holds one round. `call(method, path, body)` → {status, body}; status 0 where nobody answered.
 * `changed(store, state, faults)`: state "saved", "typing", "saving", "unsaved".
 * `differs(mine, theirs, fields)` → promise of {field: text}: asked where two windows wrote the same field.
 */
export class RoundStore {
  constructor(round, call, changed, differs) {
    Object.assign(this, { call, changed, differs, timer: null, busy: false, state: "saved" });
    this.take(round);
    const kept = read(round.id);
    this.mine = kept?.mine ?? {};
    this.from = kept?.from ?? {};
    if (Object.keys(this.mine).length) this.later(0);
  }

  /** The round with what is typed in this window and not saved yet. */
  get shown() {
    return { ...this.round, ...this.mine };
  }

  take(round) {
    this.round = { ...EMPTY, ...round };
  }

  /** The round as another part of the page has saved or read it. An older one than ours is passed over. */
  hear(round) {
    if (round.version >= this.round.version && !Object.keys(this.mine).length) this.take(round);
  }

  /** Somebody typed or chose: keep it at once, save it when they pause. */
  put(field, value) {
    if (!(field in this.mine)) this.from[field] = this.round[field] ?? null;
    this.mine[field] = value;
    this.keep();
    this.be("typing");
    this.later(PAUSE);
  }

  /** Save now; resolves when nothing is left to save or the server cannot be reached. */
  async save() {
    clearTimeout(this.timer);
    if (this.busy) return;
    this.busy = true;
    try {
      while (Object.keys(this.mine).length && (await this.once()));
    } finally {
      this.busy = false;
    }
  }

  async once() {
    const sent = { ...this.mine };
    this.be("saving");
    const { status, body } = await this.call("PUT", `/api/rounds/${this.round.id}`, { version: this.round.version, ...sent });
    if (status === 200) return this.saved(sent, body);
    if (status === 409) return this.meet(body.current);
    this.be("unsaved", body?.faults ?? []);
    if (status !== 422) this.later(AGAIN);
    return false;
  }

  saved(sent, round) {
    this.take(round);
    for (const [field, value] of Object.entries(sent)) {
      if (same(this.mine[field], value)) this.forget(field);
      else this.from[field] = value;
    }
    this.keep();
    this.be(Object.keys(this.mine).length ? "typing" : "saved");
    return true;
  }

  /** Another window saved first. What only one of the two changed stays; where both did, the room chooses. */
  async meet(current) {
    const both = Object.keys(this.mine).filter(
      (field) => !same(current[field], this.from[field]) && !same(current[field], this.mine[field]),
    );
    this.take(current);
    if (both.length) {
      const chosen = await this.differs(this.mine, current, both);
      for (const field of both) {
        this.mine[field] = chosen[field];
        this.from[field] = current[field] ?? null;
      }
    }
    for (const field of Object.keys(this.mine)) if (same(this.mine[field], this.round[field])) this.forget(field);
    this.keep();
    if (!Object.keys(this.mine).length) this.be("saved");
    return true;
  }

  forget(field) {
    delete this.mine[field];
    delete this.from[field];
  }

  keep() {
    if (Object.keys(this.mine).length) {
      sessionStorage.setItem(KEPT + this.round.id, JSON.stringify({ mine: this.mine, from: this.from }));
    } else sessionStorage.removeItem(KEPT + this.round.id);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  be(state, faults = []) {
    this.state = state;
    this.changed(this, state, faults);
  }
}

function read(id) {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT + id) ?? "null");
  } catch {
    return null;
  }
}

function same(a, b) {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
