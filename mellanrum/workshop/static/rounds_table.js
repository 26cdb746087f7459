// All rounds side by side, in the order in which they were made, with the same rows for each.

import { el } from "./element.js";
import { inWords } from "./guess_slider.js";
import { say } from "./words.js";

/** The table and its heading, as nodes. A round has a button that opens it. */
export function roundsTable(rounds, app) {
  if (!rounds.length) return [];
  const now = app.state.round?.id;
  const head = rounds.map((round) =>
    el("th", { scope: "col", class: round.id === now ? "now" : "" },
      el("span", {}, say("rounds.round", { number: String(round.number) })), " ", opener(round, now, app)));
  const rows = ROWS.map(([key, cell]) =>
    el("tr", {}, el("th", { scope: "row" }, say(key)),
      rounds.map((round) => el("td", { class: round.id === now ? "now" : "" }, cell(round, app)))));
  return [
    el("h3", {}, say("rounds.all")),
    el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": say("rounds.all") },
      el("table", { class: "table rounds-table" },
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say("rounds.part")), head)), el("tbody", {}, rows))),
  ];
}

function opener(round, now, app) {
  if (round.id === now) return el("span", { class: "quiet" }, say("rounds.open_now"));
  return el("button", { type: "button", class: "button", onclick: () => app.openRound(round) },
    say("rounds.open", { number: String(round.number) }));
}

const written = (field) => (round) => (round[field] ? el("p", { class: "round-text" }, round[field]) : "–");

const ROWS = [
  ["rounds.question", written("question")],
  ["rounds.expectation", written("expectation")],
  ["rounds.designs", designs],
  ["rounds.guess", (round) => (round.guess ? inWords(say, round.guess.value) : say("rounds.no_guess"))],
  ["rounds.result", result],
  ["rounds.finding", written("finding")],
  ["rounds.votes", votes],
  ["rounds.decision", written("decision")],
];

/** What was compared, and on opening all that differs from today, as sentences of the server. */
function designs(round, app) {
  const chosen = (round.designs ?? []).slice(1);
  if (!chosen.length) return "–";
  const titles = round.result?.designs?.slice(1).map((one) => one.title) ?? [];
  return el("ul", { class: "plain-list" }, chosen.map((draft, n) => {
    const list = el("ul", {});
    const details = el("details", {}, el("summary", {}, titles[n] || draft.title || called(draft, app)), list);
    details.addEventListener("toggle", () => details.open && !list.childElementCount && differs(round, draft, list, app));
    return el("li", {}, details);
  }));
}

function called(draft, app) {
  return app.state.start.designs.find((one) => one.name === draft.base)?.title ?? draft.base;
}

async function differs(round, draft, list, app) {
  try {
    const said = await app.api("POST", "/api/draft", { county: round.county, ...draft });
    list.replaceChildren(...said.differs.map((one) => el("li", {}, one.text)));
  } catch (refused) {
    list.replaceChildren(el("li", {}, (refused.faults ?? [String(refused)]).join(" ")));
  }
}

/** The sentences of the headline that was kept, with what they stand on. */
function result(round) {
  const kept = round.result;
  if (!kept) return say("rounds.no_result");
  const several = kept.differences.length > 1;
  const told = kept.differences.flatMap((one) => {
    const title = several ? el("h4", {}, kept.designs[one.design]?.title ?? "") : null;
    const first = one.same ? one.why_same : one.measures?.untreated_share?.sentence;
    return [title, ...[first, one.gains?.sentence, one.verdict_sentence].filter(Boolean).map((text) => el("p", {}, text))];
  });
  const stood = say("rounds.stood_on", { n: kept.n, settled: say(kept.settled ? "rounds.settled" : "rounds.unsettled") });
  return el("div", {}, told, el("p", { class: "quiet" }, stood));
}

function votes(round) {
  const counted = Object.entries(round.votes ?? {});
  if (!counted.length) return say("rounds.no_votes");
  return el("ul", { class: "plain-list" }, counted.map(([option, n]) => el("li", {}, say("rounds.vote", { option, n }))));
}
