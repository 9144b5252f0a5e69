// Small controls of the editor: an element in one call, and a field that finds its value in a list.

/** An element with properties (`className`, `textContent`, attributes with a hyphen or `role`) and children. */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role" || name === "for" || name === "lang" || name === "dir") node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children);
  return node;
}

/** Letters without case and marks, in any script. */
export function fold(text) {
  return text.normalize("NFKD").replace(/[\p{M}\u0640]/gu, "").toLowerCase();
}

function matches(option, query) {
  const names = [option.label, ...(option.also ?? [])].map(fold);
  return names.some((name) => name.startsWith(query)) ? 2 : names.some((name) => name.includes(query)) ? 1 : 0;
}

let count = 0;

/**
 * A field that finds its value in a list: type to narrow, arrows to go, Enter to choose.
 *
 * `options` are { id, label, more, also }; with `search` typed letters are asked for elsewhere. `old` is the present
 * value; it stays the value until another is chosen.
 */
export function chooser({ label, options = [], search = null, old = null, hint = "", nothing = "" }) {
  count += 1;
  const listId = `chooser-${count}`;
  const list = element("ul", { id: listId, role: "listbox", className: "found-list", "aria-label": label });
  const input = element("input", {
    type: "text", autocomplete: "off", placeholder: old?.label ?? hint, role: "combobox", "aria-label": label,
    "aria-controls": listId, "aria-expanded": "true", "aria-autocomplete": "list",
  });
  const node = element("div", { className: "chooser" }, input, list);
  let shown = [];
  let at = -1;
  let value = old;
  let onChoose = () => {};
  let turn = 0;

  const mark = (next) => {
    at = next;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    if (at >= 0 && list.children[at]) {
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const show = (next, first) => {
    shown = next;
    list.replaceChildren(...shown.map((option, index) => {
      const item = element("li", { role: "option", id: `${listId}-${index}` }, element("bdi", { textContent: option.label }));
      if (option.more) item.append(" ", element("small", {}, element("bdi", { textContent: option.more })));
      item.addEventListener("mousedown", (event) => event.preventDefault());
      item.addEventListener("click", () => choose(option));
      return item;
    }));
    if (!shown.length && input.value.trim()) list.append(element("li", { className: "nothing", textContent: nothing }));
    mark(Math.min(first, shown.length - 1));
  };
  const choose = (option) => {
    value = option;
    input.value = "";
    input.placeholder = option.label;
    onChoose(option);
  };
  const narrow = async () => {
    const query = fold(input.value.trim());
    if (!query) {
      show(options, firstOther());
      return;
    }
    if (!search) {
      const ranked = options.map((option) => [matches(option, query), option]).filter(([rank]) => rank);
      show(ranked.sort((one, other) => other[0] - one[0]).map(([, option]) => option), 0);
      return;
    }
    const mine = (turn += 1);
    const found = await search(input.value.trim());
    if (mine === turn) show(found, 0);
  };
  const firstOther = () => options.findIndex((option) => option.id !== old?.id);
  let waiting = Promise.resolve();
  input.addEventListener("input", () => { waiting = narrow(); });
  input.addEventListener("keydown", async (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (shown.length) mark((at + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % shown.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      await waiting; // what was typed is still being looked for
      if (at >= 0 && shown[at]) choose(shown[at]);
      else if (!input.value.trim() && value) onChoose(value);
    }
  });
  show(options, firstOther());
  return {
    node, input,
    value: () => value,
    onChoose: (callback) => { onChoose = callback; },
    offer(next) {
      options = next;
      if (!input.value.trim()) show(options, firstOther());
    },
  };
}

/** A labelled choice among a few codes. */
export function select(label, codes, chosen, names) {
  const field = element("select", {}, ...codes.map((code) =>
    element("option", { value: code, textContent: names[code] ?? code, selected: code === chosen })));
  return { node: element("label", {}, element("span", { textContent: label }), " ", field), field };
}
