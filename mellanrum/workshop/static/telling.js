// A story's events in the order of the list: what is the same in both once, then what is each design's own, all numbered.

/**
 * From the lanes of the server to {common, lanes}: `common` the events that both share, each lane with `own`, the rest,
 * and `events`, all of it as it is drawn. Every event has a `number` as in the list and a `key`.
 */
export function telling(found) {
  const sides = found.lanes.map((lane) => [...lane.events]);
  const common = found.lanes.length > 1 ? shared(sides) : [];
  common.forEach((one, n) => Object.assign(one, { number: n + 1, key: `c${n}` }));
  const lanes = found.lanes.map((lane, which) => {
    const own = sides[which].map((event, n) => ({ ...event, number: common.length + n + 1, key: `${which}-${n}` }));
    const mine = common.filter((one) => one.of.includes(which));
    return { ...lane, own, events: [...mine, ...own] };
  });
  return { ...found, common, lanes };
}

/** Take from the beginnings of both what is the same; a reform on the way stands there too, under its design's name. */
function shared(sides) {
  const common = [];
  const reforms = [];
  while (sides.every((side) => side.length)) {
    const early = sides.findIndex((side) => side[0].kind === "reform");
    if (early >= 0) {
      reforms.push({ ...sides[early].shift(), of: [early] });
    } else if (sides[0][0].text === sides[1][0].text && sides[0][0].date === sides[1][0].date) {
      common.push(...reforms.splice(0), { ...sides[0][0], of: [0, 1] });
      sides.forEach((side) => side.shift());
    } else break;
  }
  for (const reform of reforms) sides[reform.of[0]].unshift(reform);
  return common;
}
