// Single keys for the pages of the desk, which a person can switch off (WCAG 2.1.4).
//
// A page holds <details data-keys> with the list of its keys and a checkbox data-keys-switch; a module hands in what
// each key does. Keys are named by KeyboardEvent.key, with "Shift+" before a capital that is meant as such. On an
// Arabic keyboard the same places work: there `code` names the key.

const STORE = "marsad-single-keys";
const PLACES = { KeyA: "a", KeyC: "c", KeyD: "d", KeyE: "e", KeyJ: "j", KeyK: "k", KeyM: "m", KeyN: "n", KeyO: "o", KeyR: "r", KeyS: "s", KeyT: "t", KeyU: "u", KeyX: "x", Slash: "/" };
const PLAIN = /^[\x20-\x7e]$/;

export function areKeysOn() {
  return localStorage.getItem(STORE) !== "off";
}

function isTyping(target) {
  return target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null;
}

/** The name of the key that was pressed, the same on a Latin and an Arabic keyboard. */
export function nameKey(event) {
  const plain = event.key.length > 1 || PLAIN.test(event.key);
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return "?";
  const name = plain ? event.key : PLACES[event.code] ?? event.key;
  if (name.length > 1) return name;
  return event.shiftKey && /[a-z]/i.test(name) ? `Shift+${name.toUpperCase()}` : name.toLowerCase();
}

/** Have the checkbox say whether keys are on; again after a part of the page was changed. */
export function syncSwitch() {
  const box = document.querySelector("[data-keys-switch]");
  if (box) box.checked = areKeysOn();
}

/** Calls `actions[key](event)`; an action that returns false leaves the key to the browser. */
export function bindKeys(actions) {
  syncSwitch();
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-keys-switch]")) localStorage.setItem(STORE, event.target.checked ? "on" : "off");
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
    if (!areKeysOn() || isTyping(event.target)) return;
    const name = nameKey(event);
    const help = document.querySelector("details[data-keys]");
    if (name === "?" && help) {
      help.open = !help.open;
      help.querySelector("summary").focus();
      event.preventDefault();
      return;
    }
    if (actions[name]?.(event) !== false && actions[name]) event.preventDefault();
  });
}

/** Moves along the elements that a selector finds: focus on the next or the one before; gives where it stands. */
export function moveAlong(selector, step) {
  const stops = [...document.querySelectorAll(selector)].filter((one) => one.offsetParent !== null);
  if (!stops.length) return null;
  const here = stops.findIndex((one) => one.contains(document.activeElement));
  const next = stops[here < 0 ? (step > 0 ? 0 : stops.length - 1) : Math.min(stops.length - 1, Math.max(0, here + step))];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  return next;
}
