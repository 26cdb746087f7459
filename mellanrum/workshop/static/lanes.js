// The same client under two designs: two lanes on one time axis, and the events below in the same order.

import { el } from "./element.js";
import { drawnToFit } from "./fitted.js";
import { drawLanes, stateLegend } from "./lanes_drawing.js";
import { timeOf } from "./lanes_time.js";
import { day } from "./numbers.js";
import { telling } from "./telling.js";
import { say } from "./words.js";

export function mount(root, app) {
  const lanes = new Lanes(app);
  root.append(lanes.node);
  for (const event of ["view", "active", "veil", "tab"]) app.on(event, () => lanes.look());
  lanes.look();
}

class Lanes {
  constructor(app) {
    this.app = app;
    this.shown = null;
    this.fell = "";
    this.nth = 0;
    this.status = el("p", { class: "quiet", role: "status" });
    this.story = el("div", { class: "lanes-story" });
    this.who = el("select", { id: "lanes-who", onchange: () => this.choose() });
    this.another = el("button", { type: "button", class: "button", onclick: () => this.next() }, say("lanes.another"));
    this.choosing = el("div", { class: "lanes-choosing", hidden: true },
      el("label", { for: "lanes-who" }, say("lanes.who")), this.who, this.another);
    this.chosen = el("p", { class: "quiet" });
    this.node = el("div", { class: "lanes" }, el("p", {}, say("lanes.once")), this.choosing, this.status,
      this.story, this.chosen);
  }

  /** See whether there is another client to show: one is fetched only while the panel is open, since it costs seconds. */
  look() {
    const { view, active, veiled, tab, ask } = this.app.state;
    const two = (view?.designs?.length ?? 0) > 1;
    this.choosing.hidden = veiled || !two;
    if (veiled || !view?.designs?.length || !two) {
      this.shown = null;
      this.story.replaceChildren();
      this.chosen.textContent = "";
      return this.say(veiled ? "guess.veiled" : view?.designs?.length ? "lanes.alone" : "lanes.waiting");
    }
    const other = Math.max(1, Math.min(active, view.designs.length - 1));
    const which = `${ask} ${other}`;
    if (tab !== "lanes" || which === this.shown) return;
    this.shown = which;
    this.nth = 0;
    this.fetch(other);
  }

  choose() {
    this.fell = this.who.value;
    this.nth = 0;
    this.fetch();
  }

  next() {
    this.fetch();
  }

  async fetch(other = this.other ?? 1) {
    this.other = other;
    const asked = new URLSearchParams({ design: 0, other, nth: this.nth });
    if (this.fell) asked.set("fell", this.fell);
    this.turn = asked;
    this.say("lanes.fetching");
    this.node.setAttribute("aria-busy", "true");
    try {
      const found = await this.app.api("GET", `/api/ask/${encodeURIComponent(this.app.state.ask)}/client?${asked}`);
      if (this.turn === asked) this.tell(found);
    } catch (refused) {
      if (this.turn !== asked) return;
      this.say("lanes.failed", { fault: (refused.faults ?? [String(refused)]).join(" ") });
      this.another.disabled = this.nth === 0;
      this.nth = 0;
    } finally {
      if (this.turn === asked) this.node.setAttribute("aria-busy", "false");
    }
  }

  tell(found) {
    this.nth = found.next ?? 0;
    this.another.disabled = found.next === null;
    this.say("");
    this.app.say(found.client.introduction);
    this.offer(found.fell ?? []);
    this.chosen.textContent = found.chosen ?? "";
    const titled = found.lanes.map((lane, n) => ({ ...lane, title: this.app.title(n ? this.other : 0) }));
    this.story.replaceChildren(...drawn({ ...found, lanes: titled }));
  }

  /** The ways of falling that may be chosen: those that somebody fell by. */
  offer(ways) {
    const options = [["", say("lanes.anybody")], ...ways.map((one) => [one.mechanism, one.label])];
    this.who.replaceChildren(...options.map(([value, label]) => el("option", { value, selected: value === this.fell }, label)));
  }

  say(key, gaps = {}) {
    this.status.textContent = key ? say(key, gaps) : "";
    this.status.hidden = !key;
  }
}

function drawn(found) {
  const story = telling(found);
  const picture = el("div", { class: "lanes-frame" });
  const lists = el("div", { class: "lanes-lists" },
    story.common.length ? list("same", say("lanes.same_until", { date: day(found.same_until) }), story.common, 1) : null,
    story.lanes.map((lane, n) =>
      list(n, say("lanes.events", { design: lane.title }), lane.own, story.common.length + 1)));
  const light = (key, on) => lists.querySelector(`[data-event="${key}"]`)?.classList.toggle("lit", on);
  drawnToFit(picture, (width) => picture.replaceChildren(drawLanes(story, width, light)));
  return [
    el("h3", { class: "lanes-name" }, found.client.introduction),
    found.opening ? el("p", {}, found.opening) : null,
    picture,
    stateLegend(story),
    lists,
    ...(found.closing ?? []).filter((text) => text !== say("lanes.once")).map((text) => el("p", {}, text)),
    bars(story),
    el("details", { class: "twin" },
      el("summary", {}, say("lanes.text")),
      el("pre", { class: "scroll lanes-text", tabindex: 0, role: "region", "aria-label": say("lanes.text") }, found.text)),
  ].filter(Boolean);
}

/** Events as sentences, numbered as the marks are. */
function list(which, heading, events, start) {
  const items = events.map((event) =>
    el("li", { "data-event": event.key, class: `event event-${event.kind}` },
      el("time", { datetime: event.date }, day(event.date)), " ", el("span", {}, event.text)));
  const told = items.length ? el("ol", { start }, items) : el("p", {}, say("lanes.no_events"));
  return el("section", { class: `lanes-list lanes-list-${which}` }, el("h4", {}, heading), told);
}

/** The bars as text: how each need stands, from when to when. */
function bars(story) {
  const time = timeOf(story.window, 0, 1);
  const spans = (need) => need.spans.map((span) =>
    el("li", {}, say("lanes.span", { state: span.label, start: time.day(span.from_day), end: time.day(span.to_day) })));
  const need = (one) => [el("h5", {}, one.label), el("ul", {}, spans(one))];
  return el("details", { class: "twin" }, el("summary", {}, say("lanes.bars")),
    el("div", { class: "lanes-lists" }, story.lanes.map((lane) =>
      el("section", {}, el("h4", {}, lane.title), lane.needs.flatMap(need)))));
}
