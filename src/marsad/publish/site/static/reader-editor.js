// Correcting one field of a claim: words from the text, values from lists.

import { element } from "./reader-controls.js";
import { ask, findCard, judge, nameKey, say, table, tell, valuesOf } from "./reader-desk.js";
import { FIELDS, describe, makeField } from "./reader-fields.js";
import { current, listen, move, pick } from "./reader-picking.js";
import { pointed, textOf, words } from "./reader-text.js";

const article = document.querySelector("article[data-reader]");
const READ_AFTER_MS = 180; // words that are passed over on the way to others are not read
let panel = null; // what is open: { node, card, leave }

export function isEditing() {
  return Boolean(panel);
}

export function closeEditor() {
  if (!panel) return;
  const { node, card } = panel;
  panel = null;
  listen(null);
  node.remove();
  const back = card && (findCard(card) ?? document.querySelector("[data-claim]"));
  (back ?? article).focus?.({ preventScroll: true });
}

export function open(node, card) {
  closeEditor();
  panel = { node, card: card?.dataset.claim };
  const leave = element("button", { type: "button", className: "plain leave", title: table.reader.cancel, "aria-label": table.reader.cancel, textContent: "✕" });
  leave.addEventListener("click", closeEditor);
  node.prepend(leave);
  const place = card?.querySelector("[data-editor]") ?? document.querySelector("[data-draft]");
  place.append(node);
  tell("");
  new ResizeObserver(() => node.scrollIntoView({ block: "nearest" })).observe(node);
}

/** Read words by the reader itself; an empty answer where nobody answers. */
export async function read({ field, start, end }) {
  const query = new URLSearchParams({ document: article.dataset.document, field, start, end });
  return (await ask(`/api/v1/readings?${query}`)) ?? {};
}

// ---------------------------------------------------------------- which field, which value

/** Ask which field, by its letter. */
export function openEditor(card) {
  const node = element("div", { className: "editor", role: "group", "aria-label": say("choose_field") });
  node.append(element("p", { className: "note", textContent: say("choose_field") }));
  const list = element("div", { className: "field-letters" });
  for (const name of Object.keys(FIELDS)) {
    const button = element("button", { type: "button", className: "plain" },
      `${table.reader_fields[name]} `, element("kbd", { textContent: table.reader_letters[name] }));
    button.addEventListener("click", (event) => chooseValue(card, name, { fresh: event.shiftKey }));
    list.append(button);
  }
  node.append(list);
  node.addEventListener("keydown", (event) => {
    const name = Object.keys(FIELDS).find((one) => table.reader_letters[one] === nameKey(event));
    if (!name || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    chooseValue(card, name, { fresh: event.shiftKey });
  });
  open(node, card);
  list.firstChild.focus({ preventScroll: true });
}

/** Where a field holds several values, ask which; `fresh` asks for a new one at once. */
function chooseValue(card, name, { fresh }) {
  const held = valuesOf(findCard(card.dataset.claim))[name];
  if (!Array.isArray(held) || held.length === 0 || fresh) {
    openField(card, name, null);
    return;
  }
  if (held.length === 1) {
    openField(card, name, 0);
    return;
  }
  const node = element("div", { className: "editor", role: "group", "aria-label": say("choose_which") });
  node.append(element("p", { className: "note", textContent: say("choose_which") }));
  const list = element("div", { className: "field-letters" });
  held.forEach((value, at) => {
    const button = element("button", { type: "button", className: "plain" },
      element("kbd", { textContent: String(at + 1) }), " ", describe(name, value));
    button.addEventListener("click", () => openField(card, name, at));
    list.append(button);
  });
  const another = element("button", { type: "button", className: "plain" }, element("kbd", { textContent: "+" }), ` ${say("new_one")}`);
  another.addEventListener("click", () => openField(card, name, null));
  list.append(another);
  node.append(list);
  node.addEventListener("keydown", (event) => {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    const plus = event.key === "+" || event.code === "NumpadAdd" || event.code === "Equal";
    if (event.ctrlKey || event.metaKey || event.altKey || !(plus || (digit && held[digit - 1]))) return;
    event.preventDefault();
    event.stopPropagation();
    openField(card, name, plus ? null : digit - 1);
  });
  open(node, card);
  list.firstChild.focus({ preventScroll: true });
}

// ---------------------------------------------------------------- the words that a value stands on

/** A button that holds the picked words; while it has the focus, arrows pick others. */
export function wordsPicker(begin, onChange) {
  const quote = element("bdi", { className: "quote" });
  const button = element("button", { type: "button", className: "plain words-picked", title: say("pick") }, quote);
  const showWords = (picked) => {
    quote.textContent = picked ? textOf(picked) : say("no_words");
    button.setAttribute("aria-label", picked ? say("chosen", { words: textOf(picked) }) : say("no_words"));
  };
  button.addEventListener("keydown", (event) => {
    if (move(event)) event.preventDefault();
  });
  button.addEventListener("focus", () => tell(say("pick")), { once: true });
  listen((picked) => {
    showWords(picked);
    onChange(picked);
  });
  pick(begin, { quiet: true });
  showWords(begin);
  const node = element("p", { className: "stands-on" }, element("small", { textContent: say("words") }), " ", button);
  return { node, button, set: (picked) => { pick(picked, { quiet: true }); showWords(picked); } };
}

export function wordsOf(value) {
  if (!value) return null;
  if (value.text_start !== undefined && value.text_start !== null) return { field: value.field, start: value.text_start, end: value.text_end };
  return value.start !== undefined && typeof value.start === "number" ? { field: value.field, start: value.start, end: value.end } : null;
}

// ---------------------------------------------------------------- one field

function openField(card, name, at) {
  const live = findCard(card.dataset.claim);
  const values = valuesOf(live);
  const kind = FIELDS[name];
  const old = at === null ? (Array.isArray(values[name]) ? null : values[name]) : values[name][at];
  const node = element("form", { className: "editor", "aria-label": table.reader_fields[name] });
  const title = element("p", { className: "editing" }, element("strong", { textContent: table.reader_fields[name] }));
  node.append(title);
  open(node, live);
  let typed = false; // a value was typed: words that are picked do not overwrite it
  let byHand = false; // words were picked: a value that is chosen does not move them
  let picker = null;
  const pickName = (text) => {
    const found = !byHand && text && findName(text, values.evidence);
    if (found && picker) picker.set(found);
  };
  const field = makeField(name, { old, values, onInput: () => { typed = true; }, pickName });
  let turn = 0;
  const readPicked = async (picked) => {
    if (!picked || !field.suggest) return;
    const mine = (turn += 1);
    await new Promise((go) => { setTimeout(go, byHand ? READ_AFTER_MS : 0); });
    if (mine !== turn) return;
    const found = await read(picked);
    if (mine === turn && panel?.node === node) field.suggest(found, { fill: byHand && !typed });
  };
  if (kind.words) {
    const begin = wordsOf(old) ?? { field: values.evidence.field, start: values.evidence.start, end: values.evidence.end };
    picker = wordsPicker(begin, (picked) => {
      byHand = true;
      readPicked(picked);
    });
    node.append(picker.node);
    if (kind.readFirst) readPicked(begin);
  }
  node.append(field.node);
  const save = element("button", { textContent: table.reader.save });
  const foot = element("p", { className: "editor-foot" }, save);
  if (old && kind.removable) {
    const remove = element("button", { type: "button", className: "plain", textContent: say("remove") });
    remove.addEventListener("click", () => submit(kind.remove(values, old, at)));
    foot.append(remove);
  }
  node.append(foot);
  const submit = async (correction) => {
    if (!correction) return;
    const target = findCard(card.dataset.claim);
    if (await judge(target, { verdict: "correct", correction })) closeEditor();
  };
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = field.value();
    if (value === undefined) return;
    if (!byHand && (kind.onlyWords || field.wantsWords?.())) {
      tell(say("same_words"));
      return;
    }
    const stands = current() && pointed(current());
    submit(kind.correct(value, { values: valuesOf(findCard(card.dataset.claim)), old, at, words: stands, byHand }));
  });
  field.onChoose?.(() => node.requestSubmit());
  picker?.button.addEventListener("click", () => (kind.onlyWords || field.wantsWords?.()) && node.requestSubmit());
  if (field.focus) field.focus();
  else picker.button.focus({ preventScroll: true });
}

/** Where a chosen name stands in the text, nearest behind the beginning of the claim; null where it does not. */
function findName(text, evidence) {
  const parts = text.split(/\s+/u);
  const hits = [];
  for (let at = 0; at + parts.length <= words.length; at += 1) {
    const span = { field: words[at].field, start: words[at].start, end: words[at + parts.length - 1].end };
    if (words[at].field !== words[at + parts.length - 1].field) continue;
    const found = textOf(span);
    if (found === text) hits.push(span);
    else if (found.endsWith(text) && found.length - text.length <= 2) {
      hits.push({ ...span, start: span.end - [...text].length });
    }
  }
  const inside = hits.find((one) => one.field === evidence.field && one.start >= evidence.start && one.end <= evidence.end);
  return inside ?? hits[0] ?? null;
}
