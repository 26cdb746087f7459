// Of 100 who asked: who has both needs treated, one or neither, and who moved from which state to which.

import { el } from "./element.js";
import { Field, STATES, hundredPeople, sample } from "./hundred_field.js";
import { onWidth, still } from "./motion.js";
import { titleIn } from "./results.js";
import { table, twin } from "./table.js";
import { say } from "./words.js";

const BEGIN = 900;

/** Mount the field of a hundred. */
export function mount(root, app) {
  const field = new Field();
  let waiting = 0;
  const draw = () => {
    const { view, veiled, active } = app.state;
    clearTimeout(waiting);
    const index = view?.designs.length ? Math.min(active, view.designs.length - 1) : 0;
    if (veiled || !view?.designs[index]?.hundred || !view.designs[0].hundred) {
      root.replaceChildren(el("p", {}, say(veiled ? "results.veiled" : "results.none")));
      return;
    }
    if (!root.contains(field.node)) root.replaceChildren(...frame(field));
    const there = peopleUnder(view, index);
    const [sums, whoMoved] = movedWords(view, index, app);
    field.show(there);
    root.querySelector(".hundred-moved").textContent = sums;
    root.querySelector(".hundred-who").textContent = whoMoved;
    root.querySelector(".hundred-why").textContent = index ? say("hundred.net") : "";
    for (const one of root.querySelectorAll(".key-moved")) one.hidden = !movedUnder(view, index);
    const replay = root.querySelector(".replay");
    replay.hidden = index === 0;
    replay.onclick = () => {
      field.show(peopleUnder(view, 0));
      waiting = setTimeout(() => field.show(there), still() ? 0 : BEGIN);
      app.say([sums, whoMoved].join(" "));
    };
    const open = [...root.querySelectorAll("details")].map((one) => one.open);
    root.querySelector(".hundred-twin").replaceChildren(...tables(view, index, app));
    [...root.querySelectorAll("details")].forEach((one, n) => (one.open = open[n] ?? false));
  };
  app.on("view", draw);
  app.on("active", draw);
  app.on("veil", draw);
  app.on("stale", () => app.state.view || draw());
  onWidth(() => {
    field.layOut();
    draw();
  });
  draw();
}

function frame(field) {
  return [
    el("button", { type: "button", class: "button replay" }, say("hundred.replay")),
    el("p", { class: "hundred-moved" }),
    field.node,
    el("p", { class: "hundred-who" }),
    el("ul", { class: "key" },
      ...STATES.map((state) => el("li", {}, sample(state), el("span", {}, say(`hundred.${state}.long`)))),
      ...["more", "fewer"].map((way) => el("li", { class: "key-moved" }, sample("one", `moved ${way}`), el("span", {}, say(`hundred.${way}`))))),
    el("p", { class: "muted hundred-why" }),
    el("div", { class: "hundred-twin" }),
  ];
}

// --- who stands where

function movedUnder(view, index) {
  return view.differences.find(({ design }) => design === index)?.moved ?? null;
}

/** Everybody under a design. Where nobody could be followed only how many stand where is known, and nobody is ringed. */
function peopleUnder(view, index) {
  const moved = movedUnder(view, index);
  return hundredPeople(view.designs[index && !moved ? index : 0].hundred, moved);
}

// --- the same in words and as tables

/** The sums of the two fields, and who moved between them. */
function movedWords(view, index, app) {
  const now = view.designs[index].hundred;
  const today = view.designs[0].hundred;
  if (index === 0) return [say("hundred.today", now), ""];
  const gaps = Object.fromEntries(STATES.flatMap((state) => [[state, now[state]], [`${state}_today`, today[state]]]));
  const sums = say("hundred.moved", { ...gaps, title: titleIn(view, index, app) });
  return [sums, movedUnder(view, index)?.sentence ?? ""];
}

function tables(view, index, app) {
  const head = [say("page.design"), ...STATES.map((state) => say(`hundred.${state}.long`))];
  const whole = twin(say("tab.hundred.title"), head, view.designs.map((one, n) =>
    [titleIn(view, n, app), ...STATES.map((state) => String(one.hundred?.[state] ?? "–"))]));
  const moved = movedUnder(view, index);
  return moved ? [fromTo(moved, view, index, app), whole] : [whole];
}

/** Who went from which state to which: rows from, columns to, their sums, and what chance could have made of these. */
function fromTo(moved, view, index, app) {
  const title = titleIn(view, index, app);
  const caption = say("hundred.from_to", { title });
  const today = view.designs[0].hundred;
  const now = view.designs[index].hundred;
  const rows = STATES.map((state, row) =>
    [say("hundred.from", { state: say(`hundred.${state}`) }), ...moved.table[row].map(String), String(today[state])]);
  return el("details", { class: "twin from-to" }, el("summary", {}, caption), table(caption,
    [say("hundred.from_to_corner"), ...STATES.map((state) => say("hundred.to", { state: say(`hundred.${state}`) })), say("hundred.sum_today")],
    [...rows, [say("hundred.sum", { title }), ...STATES.map((state) => String(now[state])), "100"],
      [say("hundred.against_today"), ...STATES.map((state) => moved.states[state].text), moved.net.text]]));
}
