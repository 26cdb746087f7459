// The words that stand in the page's own HTML: an element says by `data-word` (text) or `data-label` (name) which.

import { say } from "./words.js";

/** Fill in every such word under `root`. */
export function fillWords(root) {
  for (const one of root.querySelectorAll("[data-word]")) one.textContent = say(one.dataset.word);
  for (const one of root.querySelectorAll("[data-label]")) one.setAttribute("aria-label", say(one.dataset.label));
}
