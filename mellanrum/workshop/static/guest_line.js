// The phone's line to the laptop: asks again and again, and keeps an answer until it has arrived.

const KEPT = "mellanrum.guest.waiting";
const OFTEN = 2000;
const SELDOM = 15000;
const PATIENCE = 8000;

/**
 * Keep in touch. `heard(poll)` is called with each answer, `changed(line, faults)` when the line does:
 * "open", "broken" (tries again), "refused" (the code is of no use any more, or the phone keeps no cookie).
 */
export class Line {
  constructor(token, heard, changed) {
    this.token = token;
    this.heard = heard;
    this.changed = changed;
    this.wait = OFTEN;
    this.timer = null;
    this.state = "open";
    addEventListener("online", () => this.now());
    document.addEventListener("visibilitychange", () => document.hidden || this.now());
  }

  /** Ask at once, and from then on by itself. */
  now() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.turn(), 0);
  }

  /** Keep an answer and send it; what was kept before is replaced. `answer`: {kind, round, body}. */
  send(answer) {
    sessionStorage.setItem(KEPT, JSON.stringify(answer));
    this.now();
  }

  /** The answer that has not arrived yet, or null. */
  get waiting() {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  }

  async turn() {
    if (this.busy) return;
    this.busy = true;
    try {
      const poll = await this.call("GET", "poll");
      await this.deliver(poll);
      this.wait = OFTEN;
      this.be("open");
      this.heard(poll);
    } catch (error) {
      if (error.refused) return this.be("refused", error.faults);
      this.wait = Math.min(SELDOM, this.wait * 1.5);
      this.be("broken");
    } finally {
      this.busy = false;
      clearTimeout(this.timer);
      if (this.state !== "refused") this.timer = setTimeout(() => this.turn(), this.wait);
    }
  }

  async deliver(poll) {
    const answer = this.waiting;
    if (!answer) return;
    const late = poll.open !== answer.kind || poll.round !== answer.round;
    poll.late = late;
    if (!late) {
      const said = await this.call("POST", answer.kind, answer.body);
      if (said.late) poll.late = true;
      else poll.yours = said.yours;
    }
    const newer = JSON.stringify(this.waiting) !== JSON.stringify(answer);
    if (!newer) sessionStorage.removeItem(KEPT);
  }

  async call(method, what, body) {
    const answer = await fetch(`/api/guest/${what}?token=${encodeURIComponent(this.token)}`, {
      method,
      headers: body ? { "Content-Type": "application/json" } : {},
      body: body ? JSON.stringify(body) : undefined,
      signal: AbortSignal.timeout(PATIENCE),
      cache: "no-store",
    });
    if (answer.status === 401 || answer.status === 403) {
      const { faults = [] } = await answer.json().catch(() => ({}));
      throw Object.assign(new Error("refused"), { refused: true, faults });
    }
    if (answer.status === 409 || answer.status === 422) return { late: true };
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  be(state, faults = []) {
    if (state === this.state) return;
    this.state = state;
    this.changed(state, faults);
  }
}
