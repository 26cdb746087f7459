// An element from its name, what it has and what it holds. Data go in as text, never as HTML.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element: el("p", {class: "note", onclick: f}, "text", child).
 * `on…` is listened to; true sets a bare attribute; false, null and undefined leave it out.
 */
export function el(name, has = {}, ...holds) {
  return filled(document.createElement(name), has, holds);
}

/** Make an element of a drawing. */
export function svg(name, has = {}, ...holds) {
  return filled(document.createElementNS(SVG, name), has, holds);
}

function filled(made, has, holds) {
  for (const [key, value] of Object.entries(has)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...holds.flat().filter((one) => one !== null && one !== undefined && one !== false));
  return made;
}

/** Text that only a screen reader reads. */
export function unseen(text) {
  return el("span", { class: "unseen" }, text);
}
