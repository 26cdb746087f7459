// What the page knows, who is told when it changes, and what is kept when the page is loaded again.

import { language } from "./words.js";

const KEPT = "mellanrum.workshop";
const LASTING = ["county", "designs", "active", "ask", "asked", "veiled", "guess", "tab", "roundId", "month"];
export const TODAY = Object.freeze({ base: "current", settings: Object.freeze({}), title: "" });
export const MOST_DESIGNS = 3;

/** The state of one tab of the browser. Change it through the methods of app.js, which tell who listens. */
export class State {
  constructor() {
    Object.assign(this, {
      language: language(), start: null, county: "", designs: [TODAY], active: 0, ask: null, asked: "", view: null,
      shown: "", progress: null, running: false, veiled: false, guess: null, round: null, roundId: null, tab: "hundred", said: [],
    });
  }

  /** Whether what is shown is of something else than what is set. False where nothing is shown. */
  get stale() {
    return Boolean(this.view) && this.shown !== this.question;
  }

  /** What would be asked now, to be compared. */
  get question() {
    return questionOf(this);
  }

  keep() {
    const lasting = Object.fromEntries(LASTING.map((name) => [name, this[name]]));
    keep(KEPT, lasting);
  }

  /** Take what was kept before the page was loaded again. False where nothing was. */
  restore() {
    const lasting = kept(KEPT);
    if (!lasting?.designs?.length) return false;
    for (const name of LASTING) if (name in lasting) this[name] = lasting[name];
    return true;
  }
}

/** A question as one text: county and designs, without what they are called. */
export function questionOf({ county, designs }) {
  const order = ([a], [b]) => (a < b ? -1 : 1);
  return JSON.stringify([county, designs.map(({ base, settings = {} }) => [base, Object.entries(settings).sort(order)])]);
}

/** Keep something for this tab of the browser. A full or forbidden storage is no fault of the room: it goes on without. */
export function keep(key, value) {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    /* it is not kept then */
  }
}

/** What was kept, or null. */
export function kept(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** Who listens to what: `on(event, fn)` returns a function that takes it off again. */
export class Listeners {
  constructor() {
    this.of = new Map();
  }

  on(event, fn) {
    if (!this.of.has(event)) this.of.set(event, new Set());
    this.of.get(event).add(fn);
    return () => this.of.get(event).delete(fn);
  }

  /** Tell everybody; one that fails keeps nobody else from hearing it. */
  tell(event, ...what) {
    for (const fn of [...(this.of.get(event) ?? [])]) {
      try {
        fn(...what);
      } catch (fault) {
        console.error(event, fault);
      }
    }
  }
}
