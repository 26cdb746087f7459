// The levers of the chosen design, by group; what this design cannot have stands beneath, with why.

import { api } from "./api.js";
import { el } from "./element.js";
import { lever } from "./lever.js";
import { narrow } from "./motion.js";
import { mount as mountSetup } from "./setup.js";
import { say } from "./words.js";

const GROUPS = ["staff", "change", "rules", "cooperation", "organisation"];

/** Mount the chosen design's setup and levers. */
export function mount(root, app) {
  mountSetup(root, app);
  const place = root.querySelector("#levers");
  const known = new Map();
  let drawn = "";
  const draw = async () => {
    const { county, active } = app.state;
    const draft = app.state.designs[active];
    const key = `${county}/${draft.base}`;
    if (active === 0) {
      drawn = "";
      place.replaceChildren(el("p", {}, say("levers.today")));
      return;
    }
    const offered = await offer(key, county, draft.base, known, app);
    if (!offered || key !== `${app.state.county}/${app.state.designs[app.state.active]?.base}`) return;
    const whole = `${active}/${key}`;
    if (drawn === whole) return refresh(place, app);
    drawn = whole;
    place.replaceChildren(...groups(offered, active, app), ...withheld(offered));
    refresh(place, app);
  };
  for (const event of ["active", "county", "draft"]) app.on(event, draw);
  app.on("round", () => refresh(place, app));
  draw();
}

async function offer(key, county, base, known, app) {
  if (known.has(key)) return known.get(key);
  try {
    const { levers } = await api("GET", `/api/levers?county=${encodeURIComponent(county)}&base=${encodeURIComponent(base)}`);
    known.set(key, levers);
    return levers;
  } catch (refused) {
    app.complain(refused);
    return null;
  }
}

function groups(offered, index, app) {
  const there = offered.filter((one) => one.offered !== false);
  const names = [...GROUPS, ...new Set(there.map(({ group }) => group).filter((name) => !GROUPS.includes(name)))];
  return names.map((name) => {
    const mine = there.filter(({ group }) => group === name);
    return mine.length
      ? el("details", { class: "group", id: `group-${name}`, open: !narrow() }, el("summary", {}, say(`group.${name}`)),
        ...mine.map((one) => lever(one, index, app, offered)))
      : null;
  }).filter(Boolean);
}

/** Let each lever show what is set now: another may have set it (a round opened, a file read, all given back). */
function refresh(place, app) {
  for (const one of place.querySelectorAll(".lever")) one.dispatchEvent(new CustomEvent("refresh", { detail: app.state }));
}

function withheld(offered) {
  const not = offered.filter((one) => one.offered === false);
  if (!not.length) return [];
  return [el("details", { class: "withheld" },
    el("summary", {}, say("levers.withheld", { n: not.length })),
    el("ul", {}, ...not.map((one) => el("li", {}, el("strong", {}, one.label), ` ${one.why_not ?? ""}`))))];
}
