// Every sentence of the page, by its key. They are written in Python and lie in the page as JSON.

import { language, number } from "./numbers.js";

export { language, number };

let dictionary = null;

function words() {
  dictionary ??= JSON.parse(document.getElementById("words").textContent);
  return dictionary;
}

/** Whether there is such a sentence. */
export function known(key) {
  return Object.hasOwn(words(), key);
}

/** The sentence of a key, its {gaps} filled; numbers as the language writes them, and with n = 1 the sentence for one. */
export function say(key, gaps = {}) {
  const one = `${key}_one`;
  const text = gaps.n === 1 && known(one) ? words()[one] : known(key) ? words()[key] : key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in gaps ? filled(gaps[name]) : whole));
}

function filled(value) {
  return typeof value === "number" ? number(value, { digits: Number.isInteger(value) ? 0 : 1 }) : String(value);
}
