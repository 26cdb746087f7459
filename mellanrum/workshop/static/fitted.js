// A drawing as wide as its frame, drawn anew when the frame gets another width; its letters as large as the page's.

/** Letters of a drawing, in its own units; the page's are as large as the root's. */
export const LETTERS = 18;
const LETTER = 0.56;

/** About how wide a text is, in the same units. */
export function textWidth(text) {
  return text.length * LETTERS * LETTER;
}

/**
 * Call `draw(width, unit)` now and whenever the frame gets another width, in units of which `LETTERS` are as high as the
 * page's letters; `unit`: pixels of one. A frame in a hidden panel has no width: it is drawn when the panel is shown.
 */
export function drawnToFit(frame, draw) {
  let width = 0;
  new ResizeObserver(([entry]) => {
    const now = Math.floor(entry.contentRect.width);
    if (now === 0 || now === width) return;
    width = now;
    const unit = parseFloat(getComputedStyle(document.documentElement).fontSize) / LETTERS;
    draw(now / unit, unit);
  }).observe(frame);
}
