// A claim that the reader missed, and one that was added to an older version of the report and lost its words.

import { chooser, element } from "./reader-controls.js";
import { findCard, refresh, say, send, table, tell, tellFailure, valuesOf, watchLinking } from "./reader-desk.js";
import { flattenDetails } from "./reader-details.js";
import { closeEditor, open, read, wordsOf, wordsPicker } from "./reader-editor.js";
import { FIELDS, describe } from "./reader-fields.js";
import { current, takeDrawn } from "./reader-picking.js";
import { findText, pointed, selected, sentenceAt, snap, textOf, words } from "./reader-text.js";
import { active } from "./reader.js";

const article = document.querySelector("article[data-reader]");

/** Where picking begins: what the mouse selected, the sentence that was lost, else the one behind the active claim. */
function beginAt(lost) {
  const held = selected();
  const drawn = takeDrawn() ?? (held && snap(held));
  if (drawn) {
    getSelection().removeAllRanges();
    return drawn;
  }
  const trigger = lost && findText(lost.trigger.text);
  if (trigger) return sentenceAt(words.findIndex((word) => word.field === trigger.field && word.end > trigger.start));
  const card = active();
  const evidence = card && valuesOf(card).evidence;
  const index = evidence ? words.findIndex((word) => word.field === evidence.field && word.start >= evidence.end) : 0;
  return sentenceAt(Math.max(0, index));
}

/** Pick words, then take what they tell; of a `lost` claim its own values, on the new words. */
export function addClaim(lost = null) {
  if (!words.length) return;
  const begin = beginAt(lost);
  const title = lost ? table.reader_lost.draft : say("draft");
  const node = element("form", { className: "editor draft", "aria-label": title });
  node.append(element("p", { className: "editing" }, element("strong", { textContent: title })));
  node.append(element("p", { className: "note", textContent: say("pick_claim") }));
  open(node, null);
  const picker = wordsPicker(begin, () => {});
  node.append(picker.node);
  node.addEventListener("submit", (event) => event.preventDefault());
  picker.button.addEventListener("click", () => {
    if (!current() || node.dataset.step) return;
    if (!lost) {
      chooseType(node, { ...current() });
      return;
    }
    node.dataset.step = "values";
    const picked = { ...current() };
    const trigger = findText(lost.trigger.text, picked) ?? picked;
    showValues(node, { head: lost, picked, trigger, values: valuesOfLost(lost, picked), instead: lost.number });
  });
  picker.button.focus({ preventScroll: true });
}

/** The values of a lost claim, each on its own words where these stand in the picked ones, else on all of them. */
function valuesOfLost(lost, picked) {
  const names = ["when", "where", "actors", "targets", "weapon", "count", "casualties", "sources", "details"];
  return names.flatMap((name) => [lost[name]].flat().filter((value) => value && (name !== "when" || value.start || value.end))
    .map((value) => ({ name, value: { ...value, by_hand: true }, at: (value.text && findText(value.text, picked)) ?? picked })));
}

async function chooseType(node, picked) {
  node.dataset.step = "type";
  const found = await read(picked);
  const guess = found.claims?.[0]?.type;
  const options = Object.entries(table.types).map(([id, label]) => ({ id, label }));
  options.sort((one, other) => (other.id === guess) - (one.id === guess));
  const types = chooser({ label: table.reader_fields.type, options });
  node.append(types.node);
  types.onChoose((option) => showDraft(node, picked, found, option.id, types.node));
  types.input.focus({ preventScroll: true });
}

function showDraft(node, picked, found, type, chosen) {
  chosen.remove();
  const like = found.claims?.find((one) => one.type === type) ?? found.claims?.[0];
  const draft = like
    ? { when: like.when, where: like.where, actors: like.actors, targets: like.targets, weapon: like.weapon, count: like.count, casualties: like.casualties, sources: like.sources,
      details: like.type === type ? flattenDetails(like) : [] }
    : { when: found.whens?.[0], where: found.places, weapon: found.weapons, casualties: found.figures };
  const values = Object.entries(draft).flatMap(([name, held]) =>
    [held ?? []].flat().map((value) => ({ name, value, at: wordsOf(value) ?? picked })));
  const trigger = like?.trigger ? wordsOf(like.trigger) : picked;
  showValues(node, { head: { type, status: like?.status, kind: like?.kind }, picked, trigger, values });
}

/** What the new claim will say, each value to be left out or taken. */
function showValues(node, { head, picked, trigger, values, instead }) {
  node.querySelector(".note").textContent = say("draft_lead");
  const rows = element("ul", { className: "values" });
  rows.append(element("li", {}, element("small", { className: "kind", textContent: table.spans.trigger }), ` ${table.types[head.type]} `,
    element("bdi", { className: "quote", textContent: textOf(trigger) })));
  const boxes = [];
  for (const one of values) {
    const box = element("input", { type: "checkbox", checked: true });
    boxes.push({ ...one, box });
    rows.append(element("li", {}, element("label", {}, box, " ",
      element("small", { className: "kind", textContent: table.reader_fields[one.name] }), " ", describe(one.name, one.value))));
  }
  const save = element("button", { textContent: table.reader.save });
  node.append(rows, element("p", { className: "editor-foot" }, save));
  save.addEventListener("click", () => {
    const claim = { type: head.type, status: head.status, kind: head.kind, trigger: pointed(trigger), evidence: pointed(picked) };
    for (const { name, value, at, box } of boxes) if (box.checked) FIELDS[name].add(claim, value, at);
    saveDraft(claim, instead);
  });
  save.focus({ preventScroll: true });
}

async function saveDraft(claim, instead) {
  const seen = Number(document.getElementById("review").dataset.seen);
  const address = `/api/v1/documents/${encodeURIComponent(article.dataset.document)}/claims`;
  const answer = await send(address, { seen, claim, ...(instead ? { instead } : {}) });
  if (!answer.ok) {
    await tellFailure(answer);
    return;
  }
  closeEditor();
  await refresh();
  tell(say("added"));
  findCard(answer.body.claim)?.focus();
  watchLinking();
}
