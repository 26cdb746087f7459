// Whether things may move, and how wide the page is: what drawings ask before they are drawn.

const LESS = window.matchMedia("(prefers-reduced-motion: reduce)");
const NARROW = window.matchMedia("(max-width: 700px)");

/** Whether the person has asked for things not to move. */
export function still() {
  return LESS.matches;
}

/** Whether the page is as narrow as a phone. */
export function narrow() {
  return NARROW.matches;
}

/** Call when the page becomes narrow or wide. */
export function onWidth(fn) {
  NARROW.addEventListener("change", fn);
}
