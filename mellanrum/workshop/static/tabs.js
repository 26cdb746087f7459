// What of the answer is looked at: tabs, of which one is shown; arrows, Home and End go between them.

import { el } from "./element.js";
import { say } from "./words.js";

export const TABS = ["hundred", "gains", "numbers", "map", "gaps", "months", "staff", "lanes", "rounds"];

/** Mount the tabs. */
export function mount(root, app) {
  const buttons = TABS.map((name) => el("button", {
    type: "button", id: `tab-${name}`, class: "tab", role: "tab", "aria-controls": `panel-${name}`,
    onclick: () => app.show(name),
  }, say(`tab.${name}`)));
  root.replaceChildren(...buttons);
  root.addEventListener("keydown", (event) => move(event, buttons, app));
  app.on("tab", (chosen) => choose(chosen, buttons));
  choose(TABS.includes(app.state.tab) ? app.state.tab : TABS[0], buttons);
}

function choose(chosen, buttons) {
  buttons.forEach((button, n) => {
    const mine = TABS[n] === chosen;
    button.setAttribute("aria-selected", String(mine));
    button.tabIndex = mine ? 0 : -1;
    document.getElementById(`panel-${TABS[n]}`).hidden = !mine;
  });
}

function move(event, buttons, app) {
  const at = buttons.indexOf(document.activeElement);
  const step = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (at < 0 || step === undefined) return;
  event.preventDefault();
  const next = (step + buttons.length) % buttons.length;
  buttons[next].focus();
  app.show(TABS[next]);
}
