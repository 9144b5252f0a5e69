// The marked words of a report, painted over one untouched text node per paragraph (CSS Custom Highlight API).
//
// The page arrives with <mark> runs that read without script. An element inside an Arabic word can break the joining
// of its letters in some browsers, so where the API exists each paragraph becomes a single text node again and the
// spans are painted as ranges. Painted ranges are silent: the list of links beside the text is the spoken channel.

const article = document.querySelector("[data-reader]");
const status = document.querySelector("[data-found]");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const kinds = ["source", "when", "weapon", "target", "actor", "place", "count", "casualty", "trigger"]; // later wins

/** Span number → ranges, one for each paragraph that it touches. */
const ranges = new Map();
/** Span number → its link in the list. */
const links = new Map([...document.querySelectorAll("a[data-span]")].map((link) => [Number(link.dataset.span), link]));

function collect(paragraph) {
  const found = new Map();
  let length = 0;
  for (const node of paragraph.childNodes) {
    const end = length + node.textContent.length;
    const numbers = node.dataset?.spans ? node.dataset.spans.split(" ").map(Number) : [];
    for (const number of numbers) {
      const known = found.get(number);
      found.set(number, known ? [known[0], end] : [length, end]);
    }
    length = end;
  }
  return found;
}

function flatten(paragraph) {
  const found = collect(paragraph);
  paragraph.textContent = paragraph.textContent; // one text node, the same characters
  const text = paragraph.firstChild;
  for (const [number, [start, end]] of found) {
    const range = new Range();
    range.setStart(text, start);
    range.setEnd(text, end);
    ranges.set(number, [...(ranges.get(number) ?? []), range]);
  }
}

function paint() {
  const groups = new Map(kinds.map((kind) => [kind, new Highlight()]));
  for (const [number, list] of ranges) {
    const group = groups.get(links.get(number)?.dataset.kind);
    if (group) list.forEach((range) => group.add(range));
  }
  kinds.forEach((kind, priority) => {
    groups.get(kind).priority = priority + 1;
    CSS.highlights.set(kind, groups.get(kind));
  });
}

function numbersOfClaim(card) {
  return [...card.querySelectorAll("a[data-span]")].map((link) => Number(link.dataset.span));
}

function show(number, { scroll = true } = {}) {
  const list = ranges.get(number);
  const link = links.get(number);
  if (!list || !link) return;
  const card = link.closest("[data-claim]");
  document.querySelectorAll("[data-active], a[data-span][aria-current]").forEach((one) => {
    one.removeAttribute("data-active");
    one.removeAttribute("aria-current");
  });
  card.dataset.active = "";
  link.setAttribute("aria-current", "true");
  const sentences = numbersOfClaim(card).filter((one) => links.get(one).dataset.kind === "evidence");
  const sentence = new Highlight(...sentences.flatMap((one) => ranges.get(one) ?? []));
  sentence.priority = 0;
  CSS.highlights.set("sentence", sentence);
  const found = new Highlight(...(link.dataset.kind === "evidence" ? [] : list));
  found.priority = 20;
  CSS.highlights.set("found", found);
  if (status) status.textContent = status.dataset.words.replace("{words}", list.map(String).join(" "));
  if (scroll) bringIntoView(list[0]);
}

function bringIntoView(range) {
  const box = range.getBoundingClientRect();
  if (box.top < 80 || box.bottom > innerHeight - 80) {
    scrollTo({ top: scrollY + box.top - innerHeight / 3, behavior: calm.matches ? "auto" : "smooth" });
  }
}

function spansAt(x, y) {
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
    .map(({ number }) => number);
}

function showHash() {
  const card = location.hash.startsWith("#claim-") ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  const first = card ? numbersOfClaim(card)[0] : undefined;
  if (first !== undefined) show(first);
}

if (article && globalThis.Highlight && CSS.highlights) {
  article.querySelectorAll("[data-paragraph]").forEach(flatten);
  paint();
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-span]");
    if (link) {
      event.preventDefault();
      show(Number(link.dataset.span));
    } else if (article.contains(event.target) && getSelection().isCollapsed) {
      const [number] = spansAt(event.clientX, event.clientY);
      if (number === undefined) return;
      show(number, { scroll: false });
      links.get(number)?.closest("[data-claim]").scrollIntoView({ block: "nearest" });
    }
  });
  addEventListener("hashchange", showHash);
  showHash();
  document.documentElement.dataset.reader = "painted";
}
document.documentElement.dataset.ready = "1";
