// Picking words of the report, by mouse, by finger or by keyboard; by whole words, and by letters where two are
// written as one. With a finger a tap picks a word, a tap on another widens to it, a tap inside begins anew; what a long
// press selects, and its handles widen, is picked as well.

import { paragraphs, pointAt, rangesOf, selected, sentenceAt, snap, words } from "./reader-text.js";

const article = document.querySelector("article[data-reader]");

let picked = null; // { field, start, end }
let anchor = 0; // the word where widening began
let edge = 0; // the word it has come to
let listener = null;
let touched = false; // whether the last thing that touched the page was a finger
let tapped = false; // whether what is picked was begun by a tap
let drawn = null; // what a finger selected last, until it is taken

export function current() {
  return picked;
}

/** Show words as picked; null shows none. */
export function pick(next, { scroll = true, quiet = false } = {}) {
  picked = next && { field: next.field, start: next.start, end: next.end };
  if (picked) {
    const touched = words.flatMap((word, at) =>
      word.field === picked.field && word.start < picked.end && word.end > picked.start ? [at] : []);
    if (touched.length) [anchor, edge] = [touched[0], touched.at(-1)];
  }
  const ranges = picked ? rangesOf(picked) : [];
  if (globalThis.Highlight && CSS.highlights) {
    const painted = new Highlight(...ranges);
    painted.priority = 30;
    CSS.highlights.set("picked", painted);
  }
  if (scroll && ranges.length) bringIntoView(ranges[0]);
  if (!quiet) listener?.(picked);
}

/** Tell of every change of what is picked, until another listens; null ends it and shows nothing. */
export function listen(onChange) {
  listener = onChange;
  tapped = false;
  article.toggleAttribute("data-picking", Boolean(onChange));
  if (!onChange) pick(null, { quiet: true });
}

export function bringIntoView(range) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const box = range.getBoundingClientRect();
  const sheet = document.querySelector(".editor");
  const free = innerHeight - (sheet && getComputedStyle(sheet).position === "fixed" ? sheet.offsetHeight : 0);
  if (box.top < 80 || box.bottom > free - 80) {
    scrollTo({ top: scrollY + box.top - free / 3, behavior: calm ? "auto" : "smooth" });
  }
}

/** What a finger selected last, once; null for nothing. */
export function takeDrawn() {
  const taken = drawn;
  drawn = null;
  return taken;
}

function isForward(key, rightToLeft) {
  return key === (rightToLeft ? "ArrowLeft" : "ArrowRight");
}

function span(first, last) {
  const [from, to] = first <= last ? [first, last] : [last, first];
  if (words[from].field !== words[to].field) return null;
  return { field: words[from].field, start: words[from].start, end: words[to].end };
}

/** Move what is picked by an arrow key; false where the key is none of ours. */
export function move(event) {
  if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(event.key) || event.ctrlKey || event.metaKey) {
    return false;
  }
  if (!words.length) return true;
  if (!picked) pick(words[0]);
  else if (event.key === "ArrowUp" || event.key === "ArrowDown") moveSentence(event.key === "ArrowDown", event.shiftKey);
  else {
    const rightToLeft = getComputedStyle(words[edge].paragraph.element).direction === "rtl";
    const step = isForward(event.key, rightToLeft) ? 1 : -1;
    if (event.altKey) moveLetter(step, event.shiftKey);
    else moveWord(step, event.shiftKey);
  }
  return true;
}

function moveWord(step, widen) {
  const to = Math.min(words.length - 1, Math.max(0, (widen || step < 0 ? edge : Math.max(anchor, edge)) + step));
  if (!widen) {
    pick(words[to]);
    return;
  }
  const from = anchor;
  const next = span(from, to);
  if (!next) return;
  pick(next);
  [anchor, edge] = [from, to];
}

function moveLetter(step, atEnd) {
  const whole = paragraphs.filter((one) => one.field === picked.field);
  const { start, end, field } = picked;
  const next = atEnd ? { field, start, end: end + step } : { field, start: start + step, end };
  if (next.start >= next.end || next.start < whole[0].start || next.end > whole.at(-1).end) return;
  const [from, to] = [anchor, edge];
  pick(next);
  [anchor, edge] = [from, to];
}

function moveSentence(onward, widen) {
  const here = sentenceAt(onward ? Math.max(anchor, edge) : Math.min(anchor, edge));
  const whole = picked.start === here.start && picked.end === here.end;
  const at = onward ? here.last + 1 : here.first - 1;
  if (!whole && !widen) pick(here);
  else if (at >= 0 && at < words.length) {
    const next = sentenceAt(at);
    if (!widen) pick(next);
    else {
      const both = span(Math.min(anchor, edge, next.first), Math.max(anchor, edge, next.last));
      if (both) pick(both);
    }
  }
}

/** The word at a place of the window; -1 where there is none. */
function wordAt(x, y) {
  const place = document.caretPositionFromPoint?.(x, y);
  const old = place ? null : document.caretRangeFromPoint?.(x, y);
  const at = pointAt(place?.offsetNode ?? old?.startContainer, place?.offset ?? old?.startOffset);
  return at ? words.findIndex((word) => word.field === at.field && word.start <= at.at && at.at <= word.end) : -1;
}

function tap(x, y) {
  const at = wordAt(x, y);
  if (at < 0) return;
  const inside = picked && words[at].field === picked.field && words[at].start < picked.end && words[at].end > picked.start;
  const from = anchor;
  const next = tapped && !inside ? span(from, at) : null;
  pick(next ?? words[at], { scroll: false });
  if (next) [anchor, edge] = [from, at];
  tapped = true;
}

addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch"; }, { capture: true });

article?.addEventListener("mouseup", (event) => {
  if (!listener || touched) return;
  setTimeout(() => { // the selection is settled after the event
    const held = selected();
    const next = held && (event.altKey ? held : snap(held));
    if (!next) return;
    getSelection().removeAllRanges();
    pick(next, { scroll: false });
  });
});

article?.addEventListener("click", (event) => {
  if (listener && touched && getSelection().isCollapsed) tap(event.clientX, event.clientY);
});

document.addEventListener("selectionchange", () => {
  if (!touched) return;
  const held = selected();
  const next = held && snap(held); // the selection itself stays, for its handles
  if (!next) return;
  drawn = next;
  if (listener) {
    tapped = false;
    pick(next, { scroll: false });
  }
});
