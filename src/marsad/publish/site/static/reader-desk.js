// What the parts of the reader share: words, cards, sending a judgement, and fetching the list of claims again.

import { activate, active, paint, paints } from "./reader.js";

const html = document.documentElement;
const said = document.querySelector("[data-said]");
export const language = html.lang;
export const table = JSON.parse(document.querySelector("[data-words-of-reader]").dataset.wordsOfReader);
const DONE = { accept: "accepted", reject: "rejected", undo: "undone", correct: "corrected" };

const byTouch = matchMedia("(pointer: coarse)").matches;

/** Words of the page; where a finger points, those for fingers if there are any. */
export function say(key, values = {}) {
  const says = table.reader_says;
  return (byTouch ? says[`${key}_touch`] ?? says[key] : says[key]).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function tell(text) {
  said.hidden = !text;
  said.textContent = text;
}

export const cards = () => [...document.querySelectorAll("[data-claim]")];
export const findCard = (id) => document.getElementById(`claim-${id}`);
export const valuesOf = (card) => JSON.parse(card.dataset.values);

// ---------------------------------------------------------------- sending

/** Send JSON; gives { ok, status, body }, with status 0 where nobody answered. */
export async function send(address, body) {
  try {
    const answer = await fetch(address, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), credentials: "same-origin",
    });
    return { ok: answer.ok, status: answer.status, body: await answer.json() };
  } catch {
    return { ok: false, status: 0, body: {} };
  }
}

/** Ask for JSON; null where there is no answer. */
export async function ask(address) {
  try {
    const answer = await fetch(address, { credentials: "same-origin" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** Decide about a claim; true where it was saved. What somebody decided meanwhile is told and shown. */
export async function judge(card, body) {
  const id = card.dataset.claim;
  const answer = await send(`/api/v1/claims/${encodeURIComponent(id)}/judgements`, { seen: valuesOf(card).seen, ...body });
  if (!answer.ok) {
    await tellFailure(answer);
    return false;
  }
  await refresh();
  tell(say(DONE[body.verdict]));
  watchLinking();
  return true;
}

export async function tellFailure({ status, body }) {
  if (status === 409) {
    const who = (body.meanwhile ?? []).map((one) => `${one.by} (${one.verdict}${one.reason ? `: ${one.reason}` : ""})`);
    await refresh();
    tell(say("conflict", { who: who.join(", ") || body.detail }));
  } else {
    tell(status === 0 ? say("offline") : say("failed", { reason: body.detail ?? status }));
  }
}

let refreshes = 0;

/**
 * Fetch the list of claims again and put it in the place of the old one; focus, scroll and an open editor stay.
 * An answer that comes after a newer question was asked is older than what will stand there: it is dropped.
 */
export async function refresh() {
  refreshes += 1;
  const mine = refreshes;
  let page;
  try {
    page = await (await fetch(location.pathname + location.search, { credentials: "same-origin" })).text();
  } catch {
    tell(say("offline"));
    return;
  }
  if (mine !== refreshes) return;
  const fresh = new DOMParser().parseFromString(page, "text/html").getElementById("review");
  const old = document.getElementById("review");
  const editor = document.querySelector("[data-editor] > *");
  const editorOf = editor?.closest("[data-claim]")?.dataset.claim;
  const focused = document.activeElement;
  const inEditor = editor?.contains(focused);
  const focusedCard = focused?.closest?.("[data-claim]")?.dataset.claim;
  const act = focused?.dataset?.act;
  const activeId = active()?.dataset.claim;
  const places = [scrollX, scrollY, old.parentElement.scrollTop];
  old.replaceWith(fresh);
  if (paints) paint();
  if (editor && editorOf && findCard(editorOf)) findCard(editorOf).querySelector("[data-editor]").append(editor);
  if (activeId && findCard(activeId)) activate(findCard(activeId), { scroll: false });
  if (inEditor) focused.focus({ preventScroll: true });
  else if (focusedCard && findCard(focusedCard)) {
    const card = findCard(focusedCard);
    (card.querySelector(`[data-act="${act}"]`) ?? card).focus({ preventScroll: true });
  }
  scrollTo({ left: places[0], top: places[1], behavior: "instant" });
  fresh.parentElement.scrollTop = places[2];
}

let watching = false;

/** Say quietly that incidents are recomputed, until they are. */
export async function watchLinking() {
  if (watching) return;
  watching = true;
  let linked = false;
  let words = "";
  for (let tries = 0; !linked && tries < 60; tries += 1) {
    const answer = await ask(`/api/v1/linking?seconds=${tries ? 5 : 0.2}`);
    if (!answer) break;
    linked = answer.linked;
    if (answer.fault) {
      words = say("link_failed");
      break;
    }
    html.toggleAttribute("data-linking", !linked);
    if (!linked && tries === 0) document.querySelector("[data-linking-said]").textContent = say("linking");
  }
  html.removeAttribute("data-linking");
  document.querySelector("[data-linking-said]").textContent = words;
  watching = false;
  if (linked) await refresh();
}

// ---------------------------------------------------------------- keys

const places = { BracketLeft: "[", BracketRight: "]" };

/** The key as its letter, or by its place where the layout writes another script. */
export function nameKey(event) {
  if (/^[\x21-\x7e]$/.test(event.key)) return event.key.toLowerCase();
  if (event.code === "Slash" && event.shiftKey) return "?";
  return places[event.code] ?? (event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key);
}
