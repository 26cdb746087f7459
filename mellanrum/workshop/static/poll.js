// A poll of the phones: opened and closed by the facilitator; how many have answered while it is open, what when closed.

const OFTEN = 2000;

/** One round's poll. `heard(seen)`: called with what may be seen of it; `failed(refused)`. */
export class Poll {
  constructor(app, heard, failed) {
    Object.assign(this, { app, heard, failed, timer: null, seen: null });
  }

  get path() {
    const round = this.app.state.round;
    return round ? `/api/rounds/${encodeURIComponent(round.id)}` : null;
  }

  /** Open it. `what`: {open: "guess"|"vote", …} as the server takes it. */
  open(what) {
    return this.put(what);
  }

  close() {
    clearTimeout(this.timer);
    return this.put({ open: null });
  }

  async put(what) {
    try {
      await this.app.api("PUT", `${this.path}/poll`, what);
      await this.look();
      return true;
    } catch (refused) {
      this.failed(refused);
      return false;
    }
  }

  /** Read it, and again as long as it is open. */
  async look() {
    clearTimeout(this.timer);
    const path = this.path;
    if (!path) return;
    try {
      const seen = await this.app.api("GET", `${path}/guesses`);
      if (path !== this.path) return;
      this.seen = seen;
      this.heard(seen);
    } catch (refused) {
      if (refused.status !== 0 && path === this.path) this.failed(refused);
    }
    if (this.seen?.open && path === this.path) this.timer = setTimeout(() => this.look(), OFTEN);
  }

  /** Forget it: another round is open. */
  forget() {
    clearTimeout(this.timer);
    this.seen = null;
  }
}

/** What was refused, in the server's own sentences. */
export function reason(refused) {
  return (refused.faults ?? [String(refused.message ?? refused)]).join(" ");
}
