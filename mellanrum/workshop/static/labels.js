// Names on a map that do not cover each other: beside their place, with a line to it, or a number where nothing fits.

const AROUND = [[0, -1], [0, 1], [1, 0], [-1, 0], [1, -1], [1, 1], [-1, -1], [-1, 1]];
const DISTANCES = [1.3, 2.4, 3.6, 5];
const LETTER = 0.56;

/**
 * Place names. `places`: [{name, x, y, room}] in pixels, `room` how wide the place itself is; `size`: height of letters.
 * `within`: {width, height}. Returns, in the order given, {text, x, y, led, number}: `led` where a line must go from
 * label to place, `number` where only the place's number in the list found room.
 */
export function placed(places, size, within) {
  const taken = places.map((one) => box(one.x, one.y, size * 0.5, size * 0.5));
  const order = places.map((_, n) => n).sort((a, b) => places[b].room - places[a].room);
  const found = new Array(places.length);
  for (const n of order) {
    found[n] = spot(places[n], n, size, within, taken.filter((_, m) => m !== n));
    taken.push(found[n].box);
  }
  return found;
}

function spot(place, n, size, within, taken) {
  const width = place.name.length * size * LETTER + 4;
  const height = size * 1.15;
  const at = (x, y, led) => {
    const mine = box(x, y, width, height);
    const free = inside(mine, within) && !taken.some((other) => touch(mine, other));
    return free ? { text: place.name, x, y, led, number: false, box: mine } : null;
  };
  const there = at(place.x, place.y, false);
  if (there) return there;
  for (const far of DISTANCES) {
    for (const [dx, dy] of outwards(place, within)) {
      const found = at(place.x + dx * (width / 2 + size * 0.5 * far), place.y + dy * size * far, true);
      if (found) return found;
    }
  }
  const text = String(n + 1);
  return { text, x: place.x, y: place.y, led: false, number: true, box: box(place.x, place.y, size * text.length, size) };
}

/** The ways round a place, those away from the middle first: there is sea or another county, and nothing to cover. */
function outwards({ x, y }, { width, height }) {
  const [east, south] = [x - width / 2, y - height / 2];
  const away = ([dx, dy]) => (dx * east + dy * south) / Math.hypot(dx, dy);
  return [...AROUND].sort((a, b) => away(b) - away(a));
}

function box(x, y, width, height) {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

function touch(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function inside(a, within) {
  return a.left >= 0 && a.top >= 0 && a.right <= within.width && a.bottom <= within.height;
}
