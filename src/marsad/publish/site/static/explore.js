// One question in the address. Every change of the filter goes through ask(): it fetches the page that answers, takes
// its parts, and tells the map and the timeline. The page works without this, by whole reloads.
const parts = "[data-part]";
const main = document.querySelector(".explore-main");
const fault = document.getElementById("explore-fault");
let running = null, answered = location.search;

export const words = JSON.parse(document.getElementById("explore-words").textContent);
export const calm = matchMedia("(prefers-reduced-motion: reduce)");
export const rightToLeft = document.documentElement.dir === "rtl";

/** The question that the page now answers, without what only pages its table. */
export function asked() {
  const pairs = new URLSearchParams(location.search);
  for (const other of ["page", "lang"]) pairs.delete(other);
  return pairs;
}

/** Ask another question: a query string or pairs; the address keeps it. */
export async function ask(query, { push = true } = {}) {
  const address = `${location.pathname}${String(query) ? `?${query}` : ""}`;
  running?.abort();
  const mine = (running = new AbortController());
  main.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
    replace(new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (push) history.pushState(null, "", address);
    answered = location.search;
    fault.hidden = true;
    document.dispatchEvent(new CustomEvent("marsad:asked"));
  } catch (error) {
    if (error.name === "AbortError") return;
    fault.hidden = false;
  }
  if (running === mine) main.removeAttribute("aria-busy");
}

/** Ask the same with some parameters set, or left out where they are empty. */
export function change(changed) {
  const pairs = asked();
  for (const [name, value] of Object.entries(changed)) {
    pairs.delete(name);
    if (value) pairs.set(name, value);
  }
  return ask(pairs);
}

// What a person opened, typed in or stood on stays as it was.
function replace(answer) {
  const open = new Set([...document.querySelectorAll(".explore details[open]")].map((one) => one.id));
  const closed = new Set([...document.querySelectorAll(".explore details:not([open])")].map((one) => one.id));
  const focused = document.activeElement?.closest(parts) ? describe(document.activeElement) : null;
  const scrolled = document.getElementById("explore-side")?.scrollTop;
  for (const part of document.querySelectorAll(parts)) {
    const other = answer.getElementById(part.id);
    if (other) part.replaceWith(document.adoptNode(other));
  }
  for (const one of document.querySelectorAll(".explore details[id]")) {
    if (open.has(one.id)) one.open = true;
    else if (closed.has(one.id)) one.open = false;
  }
  document.getElementById("explore-side").scrollTop = scrolled ?? 0;
  if (focused) find(focused)?.focus({ preventScroll: true });
  document.title = answer.title;
  document.getElementById("tongue").href = answer.getElementById("tongue").href;
}

function describe(element) {
  if (element.id) return { id: element.id };
  return { part: element.closest(parts).id, ask: element.dataset.ask };
}

function find({ id, part, ask: query }) {
  if (id) return document.getElementById(id);
  const held = document.getElementById(part);
  const same = query === undefined ? null : held.querySelector(`[data-ask="${CSS.escape(query)}"]`);
  return same ?? held.querySelector("a, button, summary, input");
}

function readForm(form) {
  const pairs = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) pairs.append(name, value);
  const step = asked().get("step");
  if (step) pairs.set("step", step);
  return pairs;
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("#explore-form");
  if (form && event.target.checkValidity()) ask(readForm(form));
});
document.addEventListener("submit", (event) => {
  if (event.target.id !== "explore-form") return;
  event.preventDefault();
  ask(readForm(event.target));
});
document.addEventListener("click", (event) => {
  const link = event.target.closest(".explore a[data-ask]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  ask(link.dataset.ask);
});
// A jump within the page is a step back and forth too, but no other question.
addEventListener("popstate", () => { if (location.search !== answered) ask(location.search.slice(1), { push: false }); });
if (location.hash === "#explore-views") document.getElementById("explore-views").open = true;

// On a phone the filter would fill the first screen: it begins closed there.
if (matchMedia("(max-width: 62rem)").matches) document.getElementById("explore-panel").open = false;
document.documentElement.dataset.explore = "ready";
