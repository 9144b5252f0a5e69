// Picking words of the report, by mouse or by keyboard; by whole words, and by letters where two are written as one.

import { paragraphs, rangesOf, selected, sentenceAt, snap, words } from "./reader-text.js";

const article = document.querySelector("article[data-reader]");

let picked = null; // { field, start, end }
let anchor = 0; // the word where widening began
let edge = 0; // the word it has come to
let listener = null;

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
  article.toggleAttribute("data-picking", Boolean(onChange));
  if (!onChange) pick(null, { quiet: true });
}

export function bringIntoView(range) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const box = range.getBoundingClientRect();
  if (box.top < 80 || box.bottom > innerHeight - 80) {
    scrollTo({ top: scrollY + box.top - innerHeight / 3, behavior: calm ? "auto" : "smooth" });
  }
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

article?.addEventListener("mouseup", (event) => {
  if (!listener) return;
  setTimeout(() => { // the selection is settled after the event
    const drawn = selected();
    const next = drawn && (event.altKey ? drawn : snap(drawn));
    if (!next) return;
    getSelection().removeAllRanges();
    pick(next, { scroll: false });
  });
});
