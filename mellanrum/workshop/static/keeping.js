// The round that is open: made when something is run, and saved so that no result is written over.

import { api } from "./api.js";
import { TODAY, questionOf } from "./state.js";

/** Makes, opens and saves rounds, one save after the other. */
export class Keeping {
  constructor(app) {
    this.app = app;
    this.last = Promise.resolve();
  }

  /** Return the round that a run belongs to: the open one, or a new one where that has an answer to something else. */
  async ofRun() {
    const { round, asked } = this.app.state;
    if (!round) return this.make({ question: "" });
    const same = !round.ask || questionOf({ ...round, designs: round.designs ?? [] }) === asked;
    return same ? round : this.make({ question: round.question ?? "" });
  }

  async make(fields) {
    const { state } = this.app;
    const roles = state.round?.owner_roles;
    const round = await api("POST", "/api/rounds", fields);
    state.guess = null;
    this.take(round);
    this.app.tell("rounds");
    return roles && Object.keys(roles).length ? this.save({ owner_roles: roles }) : round;
  }

  take(round) {
    const { state } = this.app;
    state.round = round;
    state.roundId = round?.id ?? null;
    state.keep();
    this.app.tell("round", round);
  }

  /** Save some fields. Where another window saved first, its version is taken and these fields are put again. */
  save(fields) {
    this.last = this.last.catch(() => null).then(() => this.put(fields, 3));
    return this.last;
  }

  async put(fields, tries) {
    const { round } = this.app.state;
    if (!round) return null;
    try {
      const saved = await api("PUT", `/api/rounds/${encodeURIComponent(round.id)}`, { ...fields, version: round.version });
      this.take(saved);
      this.app.tell("rounds");
      return saved;
    } catch (refused) {
      if (refused.status !== 409 || !refused.body?.current || tries === 0) throw refused;
      this.take(refused.body.current);
      return this.put(fields, tries - 1);
    }
  }

  /** Open a round: its county, its designs, and its answer where it has one. */
  async open(round) {
    const { app } = this;
    const { state } = app;
    const designs = round.designs?.length ? round.designs.map(whole) : state.designs;
    designs[0] = TODAY;
    Object.assign(state, { county: round.county || state.county, designs, guess: round.guess ?? null, veiled: false });
    state.active = Math.min(state.active, designs.length - 1);
    this.take(round);
    app.tell("county", state.county);
    app.changed();
    if (!round.ask) return app.asking.forget();
    state.asked = questionOf(state);
    state.view = null;
    state.keep();
    app.tell("veil", false);
    return app.asking.show(round.ask);
  }

  /** Find the round that was open before the page was loaded, or else the last one that the server has. */
  async restore(restored) {
    const { rounds } = await api("GET", "/api/rounds");
    const { state } = this.app;
    const before = rounds.find((one) => one.id === state.roundId);
    if (restored) return before ? this.take(before) : this.take(null);
    const last = rounds.at(-1);
    return last ? this.open(last) : null;
  }
}

function whole({ base, settings = {}, title = "" }) {
  return { base, settings, title };
}
