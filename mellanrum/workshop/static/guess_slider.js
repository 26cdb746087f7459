// A guess of how many more or fewer of 100 needs stay untreated: a slider, two big buttons and the guess as a sentence.

import { el } from "./element.js";

/** The farthest guess, of 100, to either side. */
export const FARTHEST = 20;

/** The guess as a sentence. `say(key, gaps)` looks it up; `n`: more of 100, below 0 fewer. */
export function inWords(say, n) {
  if (n === 0) return say("guess.none");
  const key = n < 0 ? "guess.fewer" : "guess.more";
  return say(Math.abs(n) === 1 ? `${key}_one` : key, { n: Math.abs(n) });
}

/**
 * Make the slider. `start`: the guess to begin with, or null where none is placed yet.
 * Returns {node, value(), set(n)}; `moved(n)` is called when somebody has moved it.
 */
export function guessSlider(say, start, moved = () => {}) {
  const shown = el("output", { class: "guess-shown", for: "guess-range" });
  const range = el("input", {
    id: "guess-range", type: "range", min: -FARTHEST, max: FARTHEST, step: 1, value: start ?? 0,
    "aria-label": say("guess.slider"), class: "guess-range",
  });
  const placed = { yes: start !== null };
  const tell = () => {
    const sentence = placed.yes ? inWords(say, Number(range.value)) : say("guess.not_placed");
    shown.textContent = sentence;
    range.setAttribute("aria-valuetext", sentence);
  };
  const put = (n) => {
    range.value = String(n);
    placed.yes = true;
    tell();
    moved(Number(range.value));
  };
  range.addEventListener("input", () => put(Number(range.value)));
  const step = (by, key) =>
    el("button", { type: "button", class: "guess-step", onclick: () => put(Number(range.value) + by) }, say(key));
  tell();
  const node = el(
    "div", { class: "guess-slider" },
    shown,
    range,
    el("div", { class: "guess-ends", "aria-hidden": "true" },
      el("span", {}, say("guess.end_fewer", { n: FARTHEST })), el("span", {}, "0"),
      el("span", {}, say("guess.end_more", { n: FARTHEST }))),
    el("div", { class: "guess-steps" },
      step(-1, "guess.one_fewer"),
      el("button", { type: "button", class: "guess-step", onclick: () => put(0) }, say("guess.set_none")),
      step(1, "guess.one_more")),
  );
  return { node, value: () => (placed.yes ? Number(range.value) : null), set: put };
}
