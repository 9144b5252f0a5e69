// The characters of a report: which code point of which field stands where on the page, and where words begin and end.
//
// Offsets of claims are code points of a field as received; the page counts UTF-16 units of text nodes, one node a
// paragraph. Words are runs of letters, marks and digits of any script.

const WORD = /[\p{L}\p{M}\p{N}_\u0640]+/gu;
const STOP = /[.!?\u061f\u2026\n]/u;

/** One a paragraph: its node, field, first code point, and the UTF-16 offset of each code point. */
export const paragraphs = [];
/** All words in reading order: { field, start, end, paragraph }. */
export const words = [];

export function readText(article) {
  paragraphs.length = 0;
  words.length = 0;
  for (const element of article.querySelectorAll("[data-paragraph][data-field]")) {
    element.textContent = element.textContent; // one text node, the same characters
    const node = element.firstChild;
    const units = [];
    for (let at = 0; at < node.data.length; at += node.data.codePointAt(at) > 0xffff ? 2 : 1) units.push(at);
    units.push(node.data.length);
    const paragraph = { element, node, field: element.dataset.field, start: Number(element.dataset.start), units };
    paragraph.end = paragraph.start + units.length - 1;
    paragraphs.push(paragraph);
    const points = new Map(units.map((unit, point) => [unit, point]));
    for (const found of node.data.matchAll(WORD)) {
      const start = paragraph.start + points.get(found.index);
      const end = paragraph.start + points.get(found.index + found[0].length);
      words.push({ field: paragraph.field, start, end, paragraph });
    }
  }
}

/** The ranges of some words, one for each paragraph that they touch. */
export function rangesOf({ field, start, end }) {
  const found = [];
  for (const one of paragraphs) {
    if (one.field !== field || one.start >= end || one.end <= start) continue;
    const range = new Range();
    range.setStart(one.node, one.units[Math.max(0, start - one.start)]);
    range.setEnd(one.node, one.units[Math.min(one.units.length - 1, end - one.start)]);
    found.push(range);
  }
  return found;
}

/** The code point at a place of the page; null outside the text. */
export function pointAt(node, unit) {
  const one = paragraphs.find((each) => each.node === node || each.element === node);
  if (!one) return null;
  if (node === one.element) return { field: one.field, at: unit === 0 ? one.start : one.end };
  let point = one.units.findIndex((each) => each >= unit);
  if (point < 0) point = one.units.length - 1;
  return { field: one.field, at: one.start + point };
}

export function textOf({ field, start, end }) {
  return rangesOf({ field, start, end }).map(String).join("\n");
}

/** Words with what the page shows there, as they are sent. */
export function pointed(picked) {
  const whole = rangesOf(picked);
  const sent = { field: picked.field, start: picked.start, end: picked.end };
  return whole.length === 1 ? { ...sent, text: String(whole[0]) } : sent;
}

/** The same stretch, widened to whole words; null where it touches none. */
export function snap({ field, start, end }) {
  const touched = words.filter((word) => word.field === field && word.start < end && word.end > start);
  return touched.length ? { field, start: touched[0].start, end: touched.at(-1).end } : null;
}

/** What the reader of a mouse selected, in code points; null where nothing of the text is selected. */
export function selected() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const first = pointAt(range.startContainer, range.startOffset);
  let last = pointAt(range.endContainer, range.endOffset);
  if (first && !last) last = { field: first.field, at: paragraphs.filter((one) => one.field === first.field).at(-1).end };
  if (!first || first.field !== last.field || first.at >= last.at) return null;
  return { field: first.field, start: first.at, end: last.at };
}

/** Where some characters stand in the text (within a stretch of it), the first time; null where they do not. */
export function findText(text, within = null) {
  const parts = within ? rangesOf(within) : paragraphs.map(({ field, start, end }) => rangesOf({ field, start, end })[0]);
  for (const range of parts) {
    const at = String(range).indexOf(text);
    if (at < 0) continue;
    const begin = pointAt(range.startContainer, range.startOffset + at);
    const end = pointAt(range.startContainer, range.startOffset + at + text.length);
    return { field: begin.field, start: begin.at, end: end.at };
  }
  return null;
}

/** The sentence that holds a word: from behind the last stop to the next one. */
export function sentenceAt(index) {
  const one = words[index];
  if (!one) return null;
  const parts = (left, right) => {
    const { paragraph } = words[left];
    if (paragraph !== words[right].paragraph) return true;
    const { units, node, start } = paragraph;
    return STOP.test(node.data.slice(units[words[left].end - start], units[words[right].start - start]));
  };
  let first = index;
  let last = index;
  while (first > 0 && !parts(first - 1, first)) first -= 1;
  while (last + 1 < words.length && !parts(last, last + 1)) last += 1;
  return { field: one.field, start: words[first].start, end: words[last].end, first, last };
}
