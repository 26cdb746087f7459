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
        ...ofGroup(mine, name, index, app, offered))
      : null;
  }).filter(Boolean);
}

/** A group's levers: those in sight, then the less used ones behind a fold. Where there are no others none is folded. */
function ofGroup(mine, name, index, app, offered) {
  const made = (some) => some.map((one) => lever(one, index, app, offered));
  const folded = mine.filter(({ more }) => more);
  if (!folded.length || folded.length === mine.length) return made(mine);
  const words = say("levers.more", { n: folded.length, group: say(`group.${name}`) });
  return [...made(mine.filter(({ more }) => !more)),
    el("details", { class: "more-levers", id: `more-${name}`, open: folded.some(standsOtherwise) }, el("summary", {}, words), ...made(folded))];
}

/** Whether the design itself has another value than today, of what there is today. */
function standsOtherwise({ value, today }) {
  return today !== null && today !== undefined && value !== today;
}

/** Open the fold, and its group, when something in it comes to be set; whoever shuts it again is let be. */
function unfold(place) {
  for (const fold of place.querySelectorAll(".more-levers")) {
    const set = fold.querySelector(".lever.changed") !== null;
    if (set && fold.dataset.set !== "yes") {
      fold.open = true;
      fold.closest(".group").open = true;
    }
    fold.dataset.set = set ? "yes" : "no";
  }
}

/** Let each lever show what is set now: another may have set it (a round opened, a file read, all given back). */
function refresh(place, app) {
  for (const one of place.querySelectorAll(".lever")) one.dispatchEvent(new CustomEvent("refresh", { detail: app.state }));
  unfold(place);
}

function withheld(offered) {
  const not = offered.filter((one) => one.offered === false);
  if (!not.length) return [];
  return [el("details", { class: "withheld" },
    el("summary", {}, say("levers.withheld", { n: not.length })),
    el("ul", {}, ...not.map((one) => el("li", {}, el("strong", {}, one.label), ` ${one.why_not ?? ""}`))))];
}
