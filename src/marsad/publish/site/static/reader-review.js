// Deciding about the claims of a report: forms and keys send one judgement each, the list is fetched again in place.
//
// Keys go by their place on the keyboard where the layout writes no Latin letters, so that an Arabic keyboard works
// as it is. Single keys can be switched off, and never act inside a field.

import { cards, findCard, judge, nameKey, say, table, tell, valuesOf } from "./reader-desk.js";
import { addClaim } from "./reader-draft.js";
import { closeEditor, isEditing, openEditor } from "./reader-editor.js";
import { activate, active, paints, show } from "./reader.js";

const html = document.documentElement;
const article = document.querySelector("article[data-reader]");
const said = document.querySelector("[data-said]");
const help = document.querySelector("[data-help]");
const decided = []; // ids of claims that were decided here, the last at the end

// ---------------------------------------------------------------- going about

export function go(card, { focus = true, scroll = true } = {}) {
  if (!card) return;
  activate(card, { scroll });
  if (focus) card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = cards();
  const at = all.indexOf(active());
  go(all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))]);
}

function goOn() {
  const all = cards();
  const at = all.indexOf(active());
  const open = (card) => card.dataset.state === "open";
  const next = all.slice(at + 1).find(open) ?? all.find(open);
  if (next) go(next);
  else tell(`${said.textContent} ${say("all_done")}`);
}

function stepSpan(by) {
  const card = active() ?? cards()[0];
  if (!card) return;
  const links = [...card.querySelectorAll("a[data-span]")];
  const at = links.findIndex((link) => link.hasAttribute("aria-current"));
  const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by))];
  if (!next) return;
  show(next);
  next.focus({ preventScroll: true });
}

function openReport(which) {
  const link = document.querySelector(`[data-step="${which}"]`);
  if (link) location.assign(link.href);
  else tell(say("no_more"));
}

// ---------------------------------------------------------------- acts

async function decide(card, body) {
  const saved = await judge(card, body);
  if (saved) decided.push(card.dataset.claim);
  return saved;
}

const acts = {
  async accept(card) {
    if (await decide(card, { verdict: "accept" })) goOn();
  },
  reject(card) {
    const details = card.querySelector(".turn-down");
    if (!details) return;
    details.open = true;
    details.querySelector("select").focus();
  },
  edit(card) {
    openEditor(card);
  },
  async undo(card) {
    let target = card;
    if (!target || valuesOf(target).undo === null) target = decided.map(findCard).findLast((one) => one && valuesOf(one).undo !== null);
    if (!target) {
      tell(say("nothing_to_undo"));
      return;
    }
    go(target);
    await judge(target, { verdict: "undo", undo: valuesOf(target).undo });
  },
  add() {
    addClaim();
  },
  again(_, button) {
    addClaim(JSON.parse(button.closest("[data-lost]").dataset.lost));
  },
  help() {
    help.showModal();
  },
  incident(card) {
    const link = card?.querySelector("[data-incident]");
    if (link) location.assign(link.href);
    else tell(say("no_incident"));
  },
};

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const card = form.closest("[data-claim]");
  if (!card || !form.closest(".claim-acts")) return;
  event.preventDefault();
  const verdict = event.submitter?.value ?? "accept";
  go(card, { focus: false, scroll: false });
  if (verdict === "reject") {
    const fields = new FormData(form);
    const why = table.reader_reasons[fields.get("why")];
    const own = fields.get("reason").trim();
    card.focus({ preventScroll: true });
    if (await decide(card, { verdict, reason: [why, own].filter(Boolean).join(": ") })) goOn();
  } else await acts[verdict](card);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-act]");
  if (!button || button.type === "submit" || button.tagName === "SUMMARY") return;
  acts[button.dataset.act](button.closest("[data-claim]") ?? active(), button);
});

document.addEventListener("focusin", (event) => {
  const card = event.target.closest?.("[data-claim]");
  if (card && card !== active()) activate(card, { scroll: false });
});

// ---------------------------------------------------------------- keys

const keys = {
  j: () => step(1), k: () => step(-1), "]": () => stepSpan(1), "[": () => stepSpan(-1),
  a: () => active() && acts.accept(active()), x: () => active() && acts.reject(active()),
  e: () => active() && acts.edit(active()), u: () => acts.undo(active()), m: () => acts.add(),
  n: () => openReport("next"), p: () => openReport("previous"), g: () => acts.incident(active()), "?": () => acts.help(),
};
const single = document.querySelector("[data-single-keys]");
const STORE = "marsad-single-keys";
single.checked = localStorage.getItem(STORE) !== "off";
single.addEventListener("change", () => localStorage.setItem(STORE, single.checked ? "on" : "off"));

function isField(element) {
  return element?.matches?.("input, select, textarea, [contenteditable], [role=listbox]");
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || help.open) return;
  if (event.key === "Escape") {
    const open = document.querySelector(".turn-down[open]");
    if (isEditing()) closeEditor();
    else if (open) {
      open.open = false;
      open.closest("[data-claim]").focus({ preventScroll: true });
    } else tell("");
    return;
  }
  if (!single.checked || event.ctrlKey || event.metaKey || event.altKey || isField(event.target) || isEditing()) return;
  const act = keys[nameKey(event)];
  if (!act) return;
  event.preventDefault();
  act();
});

if (!active() && cards().length) {
  activate(cards().find((card) => card.dataset.state === "open") ?? cards()[0], { scroll: false });
}
html.dataset.review = paints ? "on" : "forms";
article.dataset.judged = "";
