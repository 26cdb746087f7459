// Asks the server for an answer, listens while it is computed, and knows what the view shown was asked with.

import { api, isFinal, listen } from "./api.js";

/** One ask at a time: a new one calls the old one off. */
export class Asking {
  constructor(app) {
    this.app = app;
    this.stop = () => {};
  }

  /** Ask for what is set. Returns the ask's id; throws ApiError with the faults of what is set. */
  async ask() {
    const { state } = this.app;
    const question = state.question;
    const { county, designs } = state;
    if (state.running) await this.cancel();
    const { id } = await api("POST", "/api/ask", { county, designs });
    state.ask = id;
    state.asked = question;
    this.begin(id);
    return id;
  }

  /** Show an ask that was made before: its view, and what still comes of it. */
  async show(id) {
    const { state } = this.app;
    this.stop();
    state.ask = id;
    state.keep();
    try {
      const view = await api("GET", `/api/ask/${encodeURIComponent(id)}`);
      if (state.ask !== id) return;
      this.take(view);
      if (!isFinal(view.state)) this.begin(id);
    } catch (refused) {
      if (state.ask !== id) return;
      if (refused.status === 404) this.forget();
      else this.begin(id); // nobody answers just now: goes on asking
    }
  }

  begin(id) {
    this.stop();
    this.app.state.running = true;
    this.app.tell("run");
    this.stop = listen(id, (kind, data) => this.hear(id, kind, data));
  }

  hear(id, kind, data) {
    if (this.app.state.ask !== id) return;
    if (kind === "view") this.take(data);
    else if (kind === "progress") this.progress(data);
    else if (kind === "gone") this.forget();
    else this.app.tell("progress", { ...this.app.state.progress, lost: true });
  }

  take(view) {
    const { state } = this.app;
    if (view.designs.length) {
      state.view = view;
      state.shown = state.asked;
    }
    this.progress(view);
    this.app.tell("stale", state.stale);
    if (view.designs.length) this.app.tell("view", state.view);
  }

  progress(data) {
    const { state } = this.app;
    const { done, total, replications, seconds_left, told, from_archive } = data;
    state.progress = { state: data.state, done, total, replications, seconds_left, told: told ?? [], from_archive };
    state.running = !isFinal(data.state);
    if (state.view && state.view.ask === data.ask) state.view.state = data.state;
    this.app.tell("progress", state.progress);
  }

  /** Call off what is computed; what has come of it stays. */
  async cancel() {
    const { state } = this.app;
    if (!state.running || !state.ask) return;
    const id = state.ask;
    try {
      await api("DELETE", `/api/ask/${encodeURIComponent(id)}`);
    } catch (refused) {
      this.app.complain(refused);
    }
  }

  forget() {
    const { state } = this.app;
    this.stop();
    Object.assign(state, { ask: null, asked: "", view: null, shown: "", running: false, progress: null });
    state.keep();
    this.app.tell("progress", null);
    this.app.tell("stale", state.stale);
  }
}
