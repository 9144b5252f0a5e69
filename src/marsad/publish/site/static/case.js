// Keys of the incident page and of the work queue: each presses the button, or opens the form, that a mouse would.
// All listen on the document, for decisions exchange the page's content.

import "./case-swaps.js";
import { bindKeys, moveAlong } from "./keys.js";

/** What bears a key: inside the card that has the focus first, then on the page outside all cards. */
function find(key) {
  const card = document.activeElement?.closest("[data-stop]");
  const wanted = `[data-key="${key}"]`;
  return card?.querySelector(wanted) ?? [...document.querySelectorAll(wanted)].find((one) => !one.closest("[data-stop]"));
}

function press(key) {
  return () => {
    const found = find(key);
    if (!found) return false;
    if (found.matches("summary")) {
      const drop = found.closest("details");
      drop.open = true;
      (drop.querySelector("input:not([type=hidden]), select, button") ?? found).focus();
      return true;
    }
    found.click();
    return true;
  };
}

function open() {
  const card = document.activeElement;
  const link = card?.matches("[data-stop]") ? card.querySelector("a[data-open]") : null;
  if (!link) return false;
  link.click();
  return true;
}

const actions = {
  j: () => moveAlong("[data-stop]", 1),
  k: () => moveAlong("[data-stop]", -1),
  Enter: open,
};
for (const key of ["s", "d", "m", "/", "a", "Shift+S", "u", "n", "t", "x"]) actions[key] = press(key);
bindKeys(actions);

// One open form at a time; toggling does not bubble, so it is caught on its way down.
document.addEventListener("toggle", ({ target }) => {
  if (!target.matches?.("details.drop") || !target.open) return;
  for (const other of document.querySelectorAll("details.drop[open]")) if (other !== target) other.open = false;
}, true);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const drop = document.activeElement?.closest("details.drop[open]");
  if (!drop) return;
  drop.open = false;
  drop.querySelector("summary").focus();
});
document.documentElement.dataset.ready = "1";
