// The page's parts and what binds them together: every part is mounted once and gets this `App`.

import { api } from "./api.js";
import { Asking } from "./asking.js";
import { mount as mountDiffers } from "./differs.js";
import { mount as mountGains } from "./gains.js";
import { mount as mountGaps } from "./gaps.js";
import { mount as mountHeader } from "./header.js";
import { mount as mountHundred } from "./hundred.js";
import { Keeping } from "./keeping.js";
import { mount as mountLevers } from "./levers.js";
import { mount as mountMonths } from "./months.js";
import { mount as mountResults } from "./results.js";
import { mount as mountStaff } from "./staff.js";
import { Listeners, MOST_DESIGNS, State, TODAY, keep, kept } from "./state.js";
import { fillWords } from "./static_words.js";
import { mount as mountTabs } from "./tabs.js";
import { number, say } from "./words.js";

const PAUSE = 200;
const OWN = {
  header: mountHeader, setup: mountLevers, differs: mountDiffers, results: mountResults, tabs: mountTabs,
  hundred: mountHundred, gains: mountGains, gaps: mountGaps, months: mountMonths, staff: mountStaff,
};
const OTHERS = ["map", "lanes", "rounds", "guess", "vote"];

/** What every part may do; the interface between the parts of the page. */
export class App {
  constructor() {
    this.state = new State();
    this.listeners = new Listeners();
    this.asking = new Asking(this);
    this.keeping = new Keeping(this);
    this.api = api;
    this.t = say;
    this.n = number;
    this.keep = keep;
    this.kept = kept;
    this.timers = [];
  }

  on(event, fn) {
    return this.listeners.on(event, fn);
  }

  tell(event, ...what) {
    this.listeners.tell(event, ...what);
  }

  /** Say something to those who do not see the page. */
  say(text) {
    document.getElementById("live").textContent = text;
  }

  /** Show what went wrong, until something goes right. */
  complain(refused) {
    const faults = refused?.faults ?? [String(refused?.message ?? refused)];
    this.tell("fault", faults);
  }

  // --- designs

  /** What a design is called in this room. */
  title(index) {
    const draft = this.state.designs[index];
    if (index === 0 || !draft) return say("page.today");
    const shipped = this.state.start?.designs.find(({ name }) => name === draft.base);
    return draft.title || shipped?.title || draft.base;
  }

  activate(index) {
    this.state.active = Math.min(Math.max(index, 0), this.state.designs.length - 1);
    this.state.keep();
    this.tell("active", this.state.active);
  }

  setCounty(name) {
    this.state.county = name;
    this.tell("county", name);
    this.changed();
  }

  setDraft(index, draft) {
    if (index < 1 || index >= MOST_DESIGNS) return;
    this.state.designs = [...this.state.designs];
    this.state.designs[Math.min(index, this.state.designs.length)] = draft;
    this.changed(index);
  }

  /** Set one lever of a design; `undefined` gives it back to the design that it builds on. */
  setLever(index, lever, value) {
    const draft = this.state.designs[index];
    const settings = { ...draft.settings };
    if (value === undefined) delete settings[lever];
    else settings[lever] = value;
    this.setDraft(index, { ...draft, settings });
  }

  removeDraft(index) {
    if (index < 1 || this.state.designs.length <= 2) return;
    this.state.designs = this.state.designs.filter((_, n) => n !== index);
    this.state.said = this.state.said.filter((_, n) => n !== index);
    this.activate(Math.min(this.state.active, this.state.designs.length - 1));
    this.changed();
  }

  /** Something that is set is another: keep it, grey what is shown, and hear in words what differs from today. */
  changed(index = null) {
    const { state } = this;
    state.keep();
    this.tell("draft", index ?? state.active);
    this.tell("stale", state.stale);
    const all = state.designs.map((_, n) => n);
    for (const n of index === null ? all : [index]) {
      clearTimeout(this.timers[n]);
      this.timers[n] = setTimeout(() => this.describe(n), index === null ? 0 : PAUSE);
    }
  }

  async describe(index) {
    const { state } = this;
    const draft = state.designs[index];
    if (!draft) return;
    const { county } = state;
    try {
      const said = await api("POST", "/api/draft", { county, ...draft });
      if (state.designs[index] !== draft || state.county !== county) return;
      state.said[index] = { ...said, settings: draft.settings };
      this.tell("said", index);
    } catch (refused) {
      this.complain(refused);
    }
  }

  // --- answers

  async run() {
    const { state } = this;
    this.tell("fault", []);
    try {
      await this.asking.ask();
    } catch (refused) {
      this.complain(refused);
      return;
    }
    state.keep();
    try {
      await this.keeping.ofRun();
      this.veil(!state.guess);
      await this.keeping.save({ county: state.county, designs: state.designs, ask: state.ask });
    } catch (refused) {
      this.complain(refused);
    }
  }

  cancel() {
    return this.asking.cancel();
  }

  /** Ask the room for its guess before it sees the answer, or end that. */
  veil(down) {
    this.state.veiled = down;
    this.state.keep();
    this.tell("veil", down);
    if (down) document.getElementById("guess").scrollIntoView({ block: "nearest" });
    if (!down && this.state.view) this.tell("view", this.state.view);
  }

  async guessed(value) {
    const guess = value === null ? null : { measure: "untreated_share", value };
    this.state.guess = guess;
    this.veil(false);
    if (guess) await this.saveRound({ guess }).catch((refused) => this.complain(refused));
  }

  // --- rounds

  openRound(round) {
    return this.keeping.open(round);
  }

  newRound({ question = "" } = {}) {
    return this.keeping.make({ question });
  }

  saveRound(fields) {
    return this.keeping.save(fields);
  }

  takeRound(round) {
    this.keeping.take(round);
  }

  // --- the page

  show(tab) {
    this.state.tab = tab;
    this.state.keep();
    this.tell("tab", tab);
  }

  /** Load the page in the other language; what is set, shown and typed stays. */
  speak(code) {
    this.tell("language", code);
    this.state.keep();
    keep("mellanrum.scroll", window.scrollY);
    window.location.assign(`/?lang=${code}`);
  }
}

/** Begin: read what the server offers, take up what was kept, mount every part. */
async function begin() {
  const app = new App();
  const { state } = app;
  fillWords(document);
  try {
    state.start = await api("GET", "/api/start");
  } catch (refused) {
    document.getElementById("live").textContent = refused.message;
    document.getElementById("faults").textContent = refused.message;
    setTimeout(() => window.location.reload(), 3000);
    return;
  }
  const restored = state.restore();
  const known = state.start.counties.some(({ name }) => name === state.county);
  if (!known) state.county = state.start.county || state.start.counties[0].name;
  if (state.designs.length < 2) state.designs = [TODAY, first(state.start.designs)];
  state.designs[0] = TODAY;
  if (!restored) state.active = 1;
  for (const [id, mount] of Object.entries(OWN)) mount(document.getElementById(id), app);
  await Promise.all(OTHERS.map((name) => mountOther(name, app)));
  app.changed();
  app.show(state.tab);
  if (restored && state.ask) app.asking.show(state.ask);
  app.tell("veil", state.veiled);
  await app.keeping.restore(restored).catch((refused) => app.complain(refused));
  window.scrollTo(0, kept("mellanrum.scroll") ?? 0);
  keep("mellanrum.scroll", 0);
  document.documentElement.dataset.ready = "yes";
}

function first(designs) {
  const one = designs.find(({ name }) => name !== "current");
  return { base: one.name, settings: {}, title: "" };
}

/** A part that fails says so in its own place, and the others go on. */
async function mountOther(name, app) {
  const root = document.getElementById(name);
  try {
    const part = await import(`./${name}.js`);
    part.mount(root, app);
  } catch (fault) {
    console.error(name, fault);
    root.textContent = say("page.part_failed");
  }
}

begin();
