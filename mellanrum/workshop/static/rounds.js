// The room's record: the open round as a form that saves itself, all rounds side by side, and what is taken home.

import { el } from "./element.js";
import { RoundForm } from "./round_form.js";
import { roundsTable } from "./rounds_table.js";
import { say } from "./words.js";

export function mount(root, app) {
  const form = new RoundForm(app);
  const table = el("div", { class: "rounds-all" });
  const home = el("div", { class: "rounds-home" });
  root.append(form.node, table, home);
  const kept = { rounds: [], turn: 0 };
  const read = async () => {
    const turn = ++kept.turn;
    try {
      const { rounds } = await app.api("GET", "/api/rounds");
      if (turn !== kept.turn) return;
      kept.rounds = rounds;
      table.replaceChildren(...roundsTable(rounds, app));
    } catch (refused) {
      if (turn !== kept.turn) return;
      const fault = (refused.faults ?? [String(refused)]).join(" ");
      if (!kept.rounds.length) table.replaceChildren(el("p", { role: "alert" }, say("rounds.failed", { fault })));
    }
  };
  const files = () => home.replaceChildren(...takeHome(app));
  app.on("rounds", read);
  app.on("round", read);
  app.on("tab", (tab) => tab === "rounds" && read());
  for (const event of ["view", "stale", "run", "round"]) app.on(event, files);
  read();
  files();
}

/** What can be downloaded: the record, and the design files of the answer that is shown. */
function takeHome(app) {
  const { ask, view, start } = app.state;
  const link = (href, words) => el("li", {}, el("a", { href, download: "", class: "button" }, words));
  const designs = ask && view?.ask === ask ? view.designs.map((one, n) => [one, n]).filter(([, n]) => n > 0) : [];
  const files = designs.map(([one, n]) =>
    link(`/api/design/${encodeURIComponent(ask)}/${n}.toml`, say("rounds.file", { design: one.title })));
  return [
    el("h3", {}, say("rounds.take_home")),
    el("ul", { class: "rounds-files" },
      link("/api/record.html", say("rounds.report")), link("/api/record.json", say("rounds.json")), files),
    files.length ? el("p", { class: "quiet" }, say("rounds.file_help")) : null,
    start.records ? el("p", { class: "quiet" }, say("rounds.where", { folder: start.records })) : null,
  ].filter(Boolean);
}
