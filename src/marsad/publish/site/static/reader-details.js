// The details of a claim: which there are of its type, how each is edited, and sent.
//
// Of most the picked words are the value itself; a state or an outcome is one of a few codes, a count a number.

import { element, select } from "./reader-controls.js";
import { say, table } from "./reader-desk.js";
import { parseNumber, sayNumber, typed } from "./reader-fields.js";

const isWords = (form) => form === "words" || form === "list";
const pointedAt = ({ field, start, end, text }) => ({ field, start, end, text });

/** A detail in a few words, as a node. */
export function describeDetail(value) {
  const node = element("span", {}, table.details[value.key]);
  if (value.form === "code") node.append(`: ${table.detail_codes[value.code]}`);
  else if (value.form === "number") node.append(": ", element("bdi", { dir: "ltr", textContent: sayNumber(value) }));
  else if (isWords(value.form)) node.append(": ", element("bdi", { textContent: value.text }));
  return node;
}

/** The details of a claim as the reader gives it, one by one as the page has them. */
export function flattenDetails({ type, details }) {
  return Object.entries(table.detail_forms[type]).flatMap(([key, { form }]) => {
    const value = details?.[key];
    if (value === undefined || value === null || value === false) return [];
    if (form === "flag") return [{ key, form }];
    if (form === "code") return [{ key, form, code: value, ...(details[`${key}_words`] ?? {}) }];
    return [value].flat().map((one) => ({ key, form, ...one }));
  });
}

/** What is chosen besides the words, for one form. */
function makeValue({ form, codes }, old) {
  if (form === "code") {
    const choice = select(say("value"), codes, old?.code ?? codes[0], table.detail_codes);
    return { node: choice.node, focus: () => choice.field.focus(), value: () => ({ code: choice.field.value }) };
  }
  if (form === "number") {
    const line = typed({
      label: say("value"), hint: say("number_hint"), begin: old ? sayNumber(old) : "", parse: parseNumber, onInput: () => {},
      told: { wrong: say("not_a_number"), right: () => say("number_hint") },
    });
    return {
      node: element("div", {}, line.input, line.below), focus: () => { line.input.focus(); line.input.select(); },
      value: () => {
        const number = line.value();
        return number ? { low: number.low, high: number.high } : undefined;
      },
      suggest: (found, { fill }) => { if (fill && found.numbers?.[0]) line.fill(sayNumber(found.numbers[0])); },
    };
  }
  if (form === "flag") return { node: element("span"), focus: null, value: () => ({ flag: true }) };
  return { node: element("p", { className: "note", textContent: say("detail_words") }), focus: null, value: () => ({}) };
}

export function makeDetail(_, { old, values }) {
  const shapes = table.detail_forms[values.type];
  const held = new Set(values.details.map((one) => one.key));
  const free = Object.keys(shapes).filter((key) => shapes[key].form === "list" || !held.has(key));
  const which = select(say("detail"), old ? [old.key] : free, old?.key ?? free[0], table.details);
  const place = element("div");
  let part = null;
  const show = () => {
    part = makeValue(shapes[which.field.value], old);
    place.replaceChildren(part.node);
  };
  which.field.addEventListener("change", show);
  show();
  const node = element("div", {}, element("p", { className: "field-row" }, which.node), place);
  return {
    node, focus: () => (old && part.focus ? part.focus() : which.field.focus()),
    wantsWords: () => isWords(shapes[which.field.value].form),
    value: () => {
      const value = part.value();
      return value && { key: which.field.value, form: shapes[which.field.value].form, ...value };
    },
    suggest: (found, options) => part.suggest?.(found, options),
  };
}

/** As a correction: a list is sent whole, its other words as they stand. */
export function detailCorrection({ form, ...value }, { values, old, at, words, byHand }) {
  if (form === "flag") return { details: [value] };
  const stands = words && (form !== "code" || byHand || typeof old?.start === "number");
  if (form !== "list") return { details: [{ ...value, words: stands ? [words] : [] }] };
  const list = values.details.map((one, index) => ({ one, index })).filter(({ one }) => one.key === value.key)
    .map(({ one, index }) => (old && index === at ? words : pointedAt(one)));
  return { details: [{ key: value.key, words: old ? list : [...list, words] }] };
}

export function detailRemoval(values, old, at) {
  const left = values.details.filter((one, index) => one.key === old.key && index !== at);
  return { details: [{ key: old.key, words: isWords(old.form) ? left.map(pointedAt) : [] }] };
}

/** Take one into a claim that is added; words of a list join those that are there. */
export function addDetail(claim, value, at) {
  const details = (claim.details ??= []);
  const same = details.find((one) => one.key === value.key);
  if (same) same.words.push(at);
  else if (value.form === "code") details.push({ key: value.key, code: value.code, words: value.text ? [at] : [] });
  else if (value.form === "number") details.push({ key: value.key, low: value.low, high: value.high, words: [at] });
  else details.push(value.form === "flag" ? { key: value.key, flag: true } : { key: value.key, words: [at] });
}
