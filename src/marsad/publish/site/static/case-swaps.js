// Decisions without leaving the page. htmx sends a form that bears hx-post and lays the answer over the page; here is
// what a person keeps of where they were: the place of what they look at, the focus, the words of a refusal beside the
// form that was refused. Without htmx the same forms lead to the same pages by a whole reload.
//
// What survives is the element itself (a morph keeps it), so open <details> and typed reasons stay. Where the element
// that had the focus is gone, the next card has it, else the one before, else the part of the page, else the notice.

import { syncSwitch } from "./keys.js";

const content = () => document.getElementById("content");
/** Where the person was when a decision was sent; null where none is under way. */
let kept = null;

function isDecision(ctx) {
  return ctx?.request.method === "POST" && content().contains(ctx.sourceElement);
}

/** The elements that may have the focus afterwards, the best first. */
function listKeepers(form) {
  const card = form.closest("[data-stop]");
  if (!card) return [form.closest("[id][tabindex]:not(#content)")].filter(Boolean);
  const cards = [...document.querySelectorAll("[data-stop]")].filter((one) => one.dataset.stop === card.dataset.stop);
  const at = cards.indexOf(card);
  return [card, ...cards.slice(at + 1), ...cards.slice(0, at).reverse(), card.closest("section")].filter(Boolean);
}

/** Note where the person is, and shut the form that was sent: what was typed there is said. */
function remember(form) {
  const keepers = listKeepers(form);
  const drop = form.closest("details.drop");
  kept = { form, keepers, top: keepers[0]?.getBoundingClientRect().top, path: location.pathname };
  form.reset();
  if (!drop) return;
  if (drop.contains(document.activeElement)) drop.querySelector("summary").focus({ preventScroll: true });
  drop.open = false;
}

/** Put the person back; where the answer is about something else, at its beginning. */
function putBack() {
  const { keepers, top, path } = kept;
  kept = null;
  const notice = document.getElementById("done");
  if (location.pathname !== path) {
    scrollTo({ top: 0, behavior: "instant" });
    (notice ?? content()).focus({ preventScroll: true });
    return;
  }
  const keeper = keepers.find((one) => one.isConnected && one.offsetParent !== null);
  const here = document.activeElement;
  if (!here || here === document.body || !here.isConnected) {
    const next = keeper?.matches("[tabindex]") ? keeper : notice ?? content();
    next.focus({ preventScroll: true });
  }
  if (keeper && scrollY > 0) scrollBy({ top: keeper.getBoundingClientRect().top - top, behavior: "instant" });
}

/** An empty place for the words of a refusal, behind the form that was refused. */
function placeRefusal(form) {
  document.querySelectorAll(".refusal").forEach((one) => one.remove());
  const place = document.createElement("div");
  place.className = "refusal";
  place.setAttribute("role", "alert");
  (form.closest(".refusal") ?? form).after(place);
  return place;
}

function tellFailure(form, words) {
  placeRefusal(form).append(Object.assign(document.createElement("p"), { textContent: words }));
  document.querySelector(".refusal").scrollIntoView({ block: "nearest", behavior: "instant" });
}

// A second press while a decision is under way is none: it would speak of the page as it was before.
document.addEventListener("htmx:config:request", (event) => {
  if (isDecision(event.detail.ctx) && content().hasAttribute("aria-busy")) event.preventDefault();
});

document.addEventListener("htmx:before:request", (event) => {
  if (isDecision(event.detail.ctx)) content().setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = event.detail;
  if (!isDecision(ctx)) return;
  const [main] = tasks;
  const form = ctx.sourceElement;
  const answered = main?.fragment.querySelector("#content");
  if (answered?.hasAttribute("data-swaps")) {
    remember(form);
  } else if (main?.fragment.querySelector("#answer")) {
    ctx.title = null;
    main.target = placeRefusal(form);
  } else {
    event.preventDefault();
    if (answered) location.assign(ctx.response.raw.url); // a page of another kind, as the login
    else tellFailure(form, content().dataset.failed.replace("{status}", ctx.response.status));
  }
});

document.addEventListener("htmx:after:swap", (event) => {
  content().removeAttribute("aria-busy");
  if (kept) putBack();
  else if (event.detail.ctx?.request.method === "POST") {
    document.querySelector(".refusal")?.scrollIntoView({ block: "nearest", behavior: "instant" });
  }
  syncSwitch();
});

document.addEventListener("htmx:error", (event) => {
  const { ctx } = event.detail;
  if (ctx && isDecision(ctx)) tellFailure(ctx.sourceElement, content().dataset.offline);
});

document.addEventListener("htmx:finally:request", () => content().removeAttribute("aria-busy"));
