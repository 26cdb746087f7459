// A drawing as wide as its frame, drawn anew when the frame gets another width.

/**
 * Call `draw(width)` with the frame's width in pixels, now and whenever it changes. A frame in a hidden panel has none:
 * it is drawn when the panel is shown.
 */
export function drawnToFit(frame, draw) {
  let width = 0;
  new ResizeObserver(([entry]) => {
    const now = Math.floor(entry.contentRect.width);
    if (now === 0 || now === width) return;
    width = now;
    draw(now);
  }).observe(frame);
}
