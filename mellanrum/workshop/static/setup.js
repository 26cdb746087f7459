// What the chosen design builds on, what the room calls it, and its file: to keep, to run elsewhere, to read in again.

import { el } from "./element.js";
import { LETTERS } from "./header.js";
import { say } from "./words.js";

const LARGEST = 200_000;

/** Mount the setup of the chosen design. */
export function mount(root, app) {
  const place = root.querySelector("#design-place");
  const heading = root.querySelector("#setup-title");
  let drawn = "";
  const draw = () => {
    const { active, designs } = app.state;
    const draft = designs[active];
    heading.textContent = active ? say("setup.title", { letter: LETTERS[active] }) : say("page.today");
    const now = [active, designs.length, active ? draft.base : ""].join();
    if (now === drawn) return keepInStep(place, app);
    drawn = now;
    place.replaceChildren(...(active ? editor(active, app) : [el("p", {}, summaryOf("current", app))]));
    return keepInStep(place, app);
  };
  for (const event of ["draft", "active"]) app.on(event, draw);
  app.on("view", () => keepInStep(place, app));
  app.on("stale", () => keepInStep(place, app));
  draw();
}

function summaryOf(name, app) {
  return app.state.start.designs.find((one) => one.name === name)?.summary ?? "";
}

function editor(index, app) {
  const draft = () => app.state.designs[index];
  const base = el("select", { id: "base", "aria-labelledby": "setup-title" }, ...app.state.start.designs.filter(({ name }) => name !== "current").concat(
    app.state.start.designs.filter(({ name }) => name === "current").map((one) => ({ ...one, title: say("setup.from_today") })),
  ).map(({ name, title }) => el("option", { value: name }, title)));
  base.addEventListener("change", () => app.setDraft(index, { base: base.value, settings: {}, title: "" }));
  const title = el("input", { id: "title", type: "text", maxlength: 80, autocomplete: "off", placeholder: say("setup.title_none") });
  title.addEventListener("input", () => app.setDraft(index, { ...draft(), title: title.value.trim() ? title.value : "" }));
  return [
    base,
    el("details", { class: "more" }, el("summary", {}, say("setup.more")),
      el("p", { class: "summary" }, summaryOf(draft().base, app)),
      el("label", { for: "title" }, say("setup.called")), title,
      el("div", { class: "buttons" },
        el("button", { type: "button", class: "button", id: "give-back-all",
          onclick: () => app.setDraft(index, { ...draft(), settings: {} }) }, say("setup.give_back_all")),
        el("a", { class: "button", id: "download", download: true, hidden: true }, say("setup.download")),
        upload(index, app),
        index > 0 && app.state.designs.length > 2
          ? el("button", { type: "button", class: "button", id: "remove-design", onclick: () => remove(index, app) }, say("setup.remove"))
          : null)),
  ];
}

function remove(index, app) {
  app.removeDraft(index);
  document.getElementById(`design-tab-${app.state.active}`)?.focus();
}

function upload(index, app) {
  const file = el("input", { type: "file", id: "upload", accept: ".toml,text/plain", class: "visually-hidden" });
  file.addEventListener("change", async () => {
    const chosen = file.files[0];
    file.value = "";
    if (!chosen) return;
    try {
      if (chosen.size > LARGEST) throw new Error(say("setup.too_large", { name: chosen.name }));
      const draft = await app.api("POST", "/api/upload", await chosen.text());
      app.tell("fault", []);
      app.setDraft(index, { base: draft.base, settings: draft.settings ?? {}, title: draft.title ?? "" });
    } catch (refused) {
      app.complain(refused);
    }
  });
  return el("label", { class: "button upload" }, file, say("setup.upload"));
}

/** Values that another part may have changed, without taking the focus from whoever types. */
function keepInStep(place, app) {
  const { active, designs, ask, view } = app.state;
  const draft = designs[active];
  const base = place.querySelector("#base");
  if (!active || !base) return;
  if (base.value !== draft.base) base.value = draft.base;
  const title = place.querySelector("#title");
  if (document.activeElement !== title) title.value = draft.title;
  place.querySelector("#give-back-all").disabled = !Object.keys(draft.settings).length;
  const link = place.querySelector("#download");
  const there = Boolean(ask && view && !app.state.stale && view.designs.length > active);
  link.hidden = !there;
  if (there) link.href = `/api/design/${encodeURIComponent(ask)}/${active}.toml`;
}
