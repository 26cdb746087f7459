// One dialog at a time over the page: it takes the focus, keeps it, and gives it back where it was.

import { el } from "./element.js";
import { say } from "./words.js";

const REACHED = "a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled])"
  + ", summary, [tabindex]:not([tabindex='-1'])";

/**
 * Open it. `title`: text; `body`: a node; `wide`: as wide as the screen allows; `closed(why)`: called once it is shut,
 * with what `close(why)` of the dialog was given, or "". Esc and the cross shut it; the focus goes back to what had it.
 */
export function openDialog({ title, body, wide = false, closed = () => {} }) {
  const under = document.querySelector("dialog.dialog");
  const before = under?.openedFrom ?? document.activeElement;
  const heading = el("h2", { id: "dialog-title", tabindex: "-1" }, title);
  const cross = el("button", { type: "button", class: "dialog-close", "aria-label": say("dialog.close") },
    el("span", { "aria-hidden": "true" }, "×"));
  const node = el("dialog", { class: wide ? "dialog dialog-wide" : "dialog", "aria-labelledby": "dialog-title" },
    el("div", { class: "dialog-head" }, heading, cross), el("div", { class: "dialog-body" }, body));
  under?.close();
  node.openedFrom = before;
  document.body.append(node);
  cross.addEventListener("click", () => node.close());
  node.addEventListener("click", (event) => event.target === node && node.close());
  node.addEventListener("keydown", (event) => event.key === "Tab" && keepInside(node, event));
  node.addEventListener("close", () => {
    node.remove();
    if (before?.isConnected && !document.querySelector("dialog.dialog")) before.focus();
    closed(node.returnValue);
  });
  node.showModal();
  heading.focus();
  return node;
}

/** Tab goes round within the dialog: from the last thing to the first and back. */
function keepInside(node, event) {
  const reached = [...node.querySelectorAll(REACHED)].filter((one) => one.getClientRects().length);
  const first = reached[0];
  const last = reached.at(-1);
  const at = document.activeElement;
  const onWayOut = event.shiftKey ? at === first || !reached.includes(at) : at === last;
  if (!onWayOut) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
