// The marked words of a report, painted over one untouched text node per paragraph (CSS Custom Highlight API).
//
// The page arrives with <mark> runs that read without script. An element inside an Arabic word can break the joining
// of its letters in some browsers, so where the API exists each paragraph becomes a single text node again and the
// spans are painted as ranges. Painted ranges are silent: the list of links beside the text is the spoken channel.

import { bringIntoView } from "./reader-picking.js";
import { rangesOf, readText } from "./reader-text.js";

const article = document.querySelector("article[data-reader]");
const status = document.querySelector("[data-found]");
const kinds = ["source", "when", "weapon", "target", "actor", "place", "count", "casualty", "trigger"]; // later wins
export const paints = Boolean(article && globalThis.Highlight && CSS.highlights);

/** Span number → ranges, one for each paragraph that it touches. */
const ranges = new Map();
/** Span number → its link in the list. */
const links = new Map();

/** Paint what the list of claims says; again after the list has changed. */
export function paint() {
  ranges.clear();
  links.clear();
  const groups = new Map(kinds.map((kind) => [kind, new Highlight()]));
  for (const link of document.querySelectorAll("a[data-span]")) {
    const number = Number(link.dataset.span);
    const { field, start, end } = link.dataset;
    const list = rangesOf({ field, start: Number(start), end: Number(end) });
    links.set(number, link);
    ranges.set(number, list);
    const refused = link.closest("[data-claim]")?.dataset.state === "rejected";
    if (!refused) list.forEach((range) => groups.get(link.dataset.kind)?.add(range));
  }
  kinds.forEach((kind, priority) => {
    groups.get(kind).priority = priority + 1;
    CSS.highlights.set(kind, groups.get(kind));
  });
}

function numbersOfClaim(card) {
  return [...card.querySelectorAll("a[data-span]")].map((link) => Number(link.dataset.span));
}

function light(name, priority, list) {
  const group = new Highlight(...list);
  group.priority = priority;
  CSS.highlights.set(name, group);
}

/** Make a claim the active one: its card stands out, its sentence is washed. */
export function activate(card, { scroll = true } = {}) {
  document.querySelectorAll("[data-active], a[data-span][aria-current]").forEach((one) => {
    one.removeAttribute("data-active");
    one.removeAttribute("aria-current");
  });
  card.dataset.active = "";
  if (!paints) return;
  const sentences = numbersOfClaim(card).filter((one) => links.get(one).dataset.kind === "evidence");
  const list = sentences.flatMap((one) => ranges.get(one) ?? []);
  light("sentence", 0, list);
  light("found", 20, []);
  if (scroll && list.length) bringIntoView(list[0]);
}

export function active() {
  return document.querySelector("[data-claim][data-active]");
}

/** Show the words of one link, and say them. */
export function show(link, { scroll = true } = {}) {
  const list = ranges.get(Number(link.dataset.span)) ?? [];
  if (!list.length) return;
  activate(link.closest("[data-claim]"), { scroll: false });
  link.setAttribute("aria-current", "true");
  light("found", 20, link.dataset.kind === "evidence" ? [] : list);
  if (status) status.textContent = status.dataset.words.replace("{words}", list.map(String).join(" "));
  if (scroll) bringIntoView(list[0]);
}

function linksAt(x, y) {
  const place = document.caretPositionFromPoint?.(x, y);
  const old = place ? null : document.caretRangeFromPoint?.(x, y);
  const node = place?.offsetNode ?? old?.startContainer;
  const offset = place?.offset ?? old?.startOffset;
  if (node === undefined) return [];
  const size = (range) => range.endOffset - range.startOffset;
  return [...ranges]
    .flatMap(([number, list]) => list.map((range) => ({ number, range })))
    .filter(({ range }) => range.startContainer === node && range.startOffset <= offset && offset <= range.endOffset)
    .sort((one, other) => size(one.range) - size(other.range))
    .map(({ number }) => links.get(number));
}

function showHash() {
  const card = location.hash.startsWith("#claim-") ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  const first = card?.querySelector("a[data-span]");
  if (first) show(first);
}

if (paints) {
  readText(article);
  paint();
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-span]");
    if (link) {
      event.preventDefault();
      show(link);
    } else if (article.contains(event.target) && getSelection().isCollapsed && !article.hasAttribute("data-picking")) {
      const [found] = linksAt(event.clientX, event.clientY);
      if (!found) return;
      show(found, { scroll: false });
      found.closest("[data-claim]").scrollIntoView({ block: "nearest" });
    }
  });
  addEventListener("hashchange", showHash);
  showHash();
  document.documentElement.dataset.reader = "painted";
}
document.documentElement.dataset.ready = "1";
