"""What a page's layout is, computed in the browser: letters too small, boxes that overflow, a window that must be
scrolled sideways, labels of figures that lie on each other.
"""

from __future__ import annotations

from typing import Any

LEAST_LETTERS = 18
"""Pixels of the smallest letters on a projector."""

_SEEN = """
const hidden = one => {
  if (!one.checkVisibility()) return true;
  for (let at = one; at; at = at.parentElement) {
    const {visibility, display, opacity, clipPath, clip, position} = getComputedStyle(at);
    if (visibility === 'hidden' || display === 'none' || opacity === '0') return true;
    if (position === 'absolute' && (clip !== 'auto' || clipPath !== 'none')) return true;
  }
  const box = one.getBoundingClientRect();
  return box.width < 2 || box.height < 2 || box.right < 1;
};
const called = one => {
  const kind = one.getAttribute('class');
  const name = one.id ? `#${one.id}` : one.tagName.toLowerCase() + (kind ? `.${kind.replaceAll(' ', '.')}` : '');
  return `${name} in ${one.parentElement?.closest('[id]')?.id}: ${one.textContent.trim().slice(0, 40)}`;
};
"""

_SMALL = (
    "least => {"
    + _SEEN
    + """
  const found = new Map();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walk.nextNode(); text; text = walk.nextNode()) {
    const one = text.parentElement;
    if (!text.data.trim() || ['SCRIPT', 'OPTION', 'NOSCRIPT'].includes(one.tagName) || hidden(one)) continue;
    const scale = one.getScreenCTM ? Math.hypot(one.getScreenCTM().a, one.getScreenCTM().b) : 1;
    const size = parseFloat(getComputedStyle(one).fontSize) * scale;
    if (size < least - 0.1) found.set(called(one), Math.round(size * 10) / 10);
  }
  return [...found].map(([name, size]) => `${size} px: ${name}`);
}"""
)

_OVER = (
    "() => {"
    + _SEEN
    + """
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth + 1) found.push(`the window: ${root.scrollWidth} of ${root.clientWidth}`);
  for (const one of document.body.querySelectorAll('*:not(svg *)')) {
    const {overflowX, overflowY, display} = getComputedStyle(one);
    if (display === 'inline' || display === 'contents' || !one.clientWidth || hidden(one)) continue;
    if (['SVG', 'INPUT', 'TEXTAREA', 'PROGRESS'].includes(one.tagName.toUpperCase())) continue;
    const scrolls = kind => kind === 'auto' || kind === 'scroll';
    const within = getComputedStyle(one.parentElement).overflowX;
    if (!scrolls(overflowX) && !scrolls(within) && one.scrollWidth > one.clientWidth + 1)
      found.push(`sideways ${one.scrollWidth} of ${one.clientWidth}: ${called(one)}`);
    if ((overflowY === 'hidden' || overflowY === 'clip') && one.scrollHeight > one.clientHeight + 1)
      found.push(`cut below ${one.scrollHeight} of ${one.clientHeight}: ${called(one)}`);
  }
  for (const drawing of document.querySelectorAll('svg')) {
    if (hidden(drawing)) continue;
    const frame = drawing.getBoundingClientRect();
    const labels = [...drawing.querySelectorAll('text')].filter(one => one.textContent.trim() && !hidden(one));
    for (const label of labels) {
      const {left, right, top, bottom} = label.getBoundingClientRect();
      if (left < frame.left - 2 || right > frame.right + 2 || top < frame.top - 6 || bottom > frame.bottom + 6)
        found.push(`out of the drawing: ${called(label)}`);
    }
  }
  return [...new Set(found)];
}"""
)


def too_small(page: Any, least: float = LEAST_LETTERS) -> list[str]:
    """Return the texts whose letters, as they stand on the screen, are smaller than that."""
    found: list[str] = page.evaluate(_SMALL, least)
    return found


def overflowing(page: Any) -> list[str]:
    """Return what is wider than its box or cut by it, and drawings' labels that stand outside of them."""
    found: list[str] = page.evaluate(_OVER)
    return found


def too_wide(page: Any) -> int:
    """Return by how many pixels the window would have to be scrolled sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
