// The fields of a claim: how each is shown, edited, and sent as a correction.
//
// Digits of any script are read; a value that is not understood is never sent.

import { chooser, element, select } from "./reader-controls.js";
import { ask, language, say, table } from "./reader-desk.js";

import { makeDetail, detailCorrection, detailRemoval, addDetail, describeDetail } from "./reader-details.js";

const published = document.querySelector("article[data-reader]").dataset.published ?? null;
const name = (one) => (language === "ar" ? one.name_ar ?? one.name_en : one.name_en ?? one.name_ar) ?? one.text ?? "";
const ltr = (text) => element("bdi", { dir: "ltr", textContent: text });

// ---------------------------------------------------------------- numbers and days

/** Latin digits for the digits of any script; the low four bits of all decimal digits that news write are their value. */
function latin(text) {
  return text.replace(/\p{Nd}/gu, (digit) => String(digit.codePointAt(0) & 15)).replace(/[\u2010-\u2015\u2212]/g, "-");
}

/** `6`, `6+`, `6-9`, `~6`; null where nothing is written, undefined where it is no number. */
export function parseNumber(text) {
  const bare = latin(text).replace(/[\s,\u066c\u200e\u200f]/g, "");
  if (!bare) return null;
  const found = /^(~?)(\d{1,8})(?:-(\d{1,8})|(\+))?$/.exec(bare);
  if (!found) return undefined;
  const low = Number(found[2]);
  const high = found[4] ? null : Number(found[3] ?? found[2]);
  if (high !== null && high < low) return undefined;
  if (high === 0) return { low, high, kind: "none_reported" };
  if (found[1]) return { low, high, kind: "approximate" };
  return { low, high, kind: high === null ? "at_least" : high > low ? "range" : "exact" };
}

export function sayNumber({ low, high, kind }) {
  if (low === null || low === undefined) return high === null || high === undefined ? "" : `0-${high}`;
  if (high === null || high === undefined) return `${low}+`;
  return low === high ? `${kind === "approximate" ? "~" : ""}${low}` : `${low}-${high}`;
}

const iso = (day) => day.toISOString().slice(0, 10);
const utc = (year, month, day) => {
  const made = new Date(Date.UTC(year, month - 1, day));
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day ? made : null;
};

/** A day as a monitor writes it, beside the day of the report; undefined where it is none. */
function parseDay(text, base) {
  const whole = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (whole) return utc(...whole.slice(1).map(Number)) ?? undefined;
  if (!base) return undefined;
  const apart = /^([+-]\d{1,3}|0)$/.exec(text);
  if (apart) return new Date(base.getTime() + Number(apart[1]) * 86_400_000);
  const parts = /^(\d{1,2})(?:[/.](\d{1,2}))?(?:[/.](\d{4}))?$/.exec(text);
  if (!parts) return undefined;
  const day = Number(parts[1]);
  if (parts[3]) return utc(Number(parts[3]), Number(parts[2]), day) ?? undefined;
  if (parts[2]) {
    const near = [0, -1].map((years) => utc(base.getUTCFullYear() + years, Number(parts[2]), day)).filter(Boolean);
    return near.find((one) => one.getTime() - base.getTime() < 60 * 86_400_000) ?? undefined;
  }
  const months = [0, -1, -2].map((back) => {
    const first = new Date(Date.UTC(base.getUTCFullYear(), base.getUTCMonth() + back, 1));
    return utc(first.getUTCFullYear(), first.getUTCMonth() + 1, day);
  });
  return months.find((one) => one && one <= base) ?? undefined;
}

/** `5`, `5/2`, `2024-02-05`, `4-6`, `-1`, two whole days with `..`; null for nothing, undefined for no date. */
export function parseDays(text) {
  const bare = latin(text).replace(/[\s\u200e\u200f]/g, "");
  if (!bare) return null;
  const base = published ? new Date(`${published}T00:00:00Z`) : null;
  const days = /^(\d{1,2})-(\d{1,2})((?:[/.]\d{1,4})*)$/.exec(bare);
  const ends = bare.includes("..") ? bare.split("..") : days ? [days[1] + days[3], days[2] + days[3]] : [bare];
  const found = ends.map((one) => parseDay(one, base));
  if (found.length > 2 || found.some((one) => one === undefined)) return undefined;
  const [start, end] = [found[0], found.at(-1)];
  if (end < start) return undefined;
  return { start: iso(start), end: iso(end), precision: iso(start) === iso(end) ? "day" : "days" };
}

function sayDays({ start, end }) {
  if (!start && !end) return "";
  const told = (day) => (day ? `${Number(day.slice(8))} ${table.months[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}` : "…");
  return start === end ? told(start) : `${told(start)} – ${told(end)}`;
}

// ---------------------------------------------------------------- how a value is told

const tellers = {
  when: (value) => sayDays(value),
  where: (value) => [name(value), value.admin1 === value.name_ar ? "" : language === "ar" ? value.admin1 : value.admin1_en ?? value.admin1].filter(Boolean).join(" · "),
  actors: (value) => name(value), targets: (value) => name(value), sources: (value) => name(value),
  weapon: (value) => (language === "ar" ? value.text : value.name_en),
};

/** A value in a few words, as a node. */
export function describe(field, value) {
  if (field === "casualties") {
    const who = value.group === "person" ? "" : ` · ${table.groups[value.group]}`;
    return element("span", {}, `${table.outcomes[value.outcome]}${who} `, ltr(sayNumber(value)));
  }
  if (field === "details") return describeDetail(value);
  if (field === "count") return element("span", {}, ltr(sayNumber(value)), ` ${table.units[value.unit] ?? value.unit}`);
  return element("bdi", { textContent: tellers[field](value) });
}

// ---------------------------------------------------------------- editing

/** One line to type in, with what is understood of it below. */
export function typed({ label, hint, begin, parse, told, onInput }) {
  const input = element("input", { type: "text", dir: "ltr", autocomplete: "off", value: begin, "aria-label": label, inputMode: "text" });
  const below = element("p", { className: "note understood", role: "status" });
  const look = () => {
    const value = parse(input.value);
    below.textContent = value === undefined ? told.wrong : value === null ? hint : told.right(value);
    input.setAttribute("aria-invalid", String(value === undefined));
  };
  input.addEventListener("input", () => { onInput(); look(); });
  look();
  return { input, below, look, value: () => parse(input.value), fill: (text) => { input.value = text; look(); } };
}

function makeChoice(field, { old }) {
  const names = table[{ type: "types", status: "statuses", kind: "kinds" }[field]];
  const options = Object.entries(names).map(([id, label]) => ({ id, label }));
  const list = chooser({ label: table.reader_fields[field], options, old: { id: old, label: names[old] }, hint: say("type_to_find"), nothing: say("nothing_found") });
  return { node: list.node, focus: () => list.input.focus(), value: () => list.value().id, onChoose: list.onChoose };
}

function makeWhen(_, { old, onInput }) {
  const line = typed({
    label: table.reader_fields.when, hint: say("date_hint"), begin: "", parse: parseDays, onInput,
    told: { wrong: say("not_a_date"), right: sayDays },
  });
  if (old?.start || old?.end) line.input.placeholder = old.start === old.end ? old.start : `${old.start ?? ""}..${old.end ?? ""}`;
  return {
    node: element("div", {}, line.input, line.below), focus: () => line.input.focus(),
    value: () => {
      const value = line.value();
      return value === null ? { start: old?.start ?? null, end: old?.end ?? null, precision: old?.precision ?? "unknown" } : value;
    },
    suggest(found, { fill }) {
      const when = found.whens?.[0];
      if (fill && when?.start) line.fill(when.start === when.end ? when.start : `${when.start}..${when.end ?? when.start}`);
    },
  };
}

function makeFigure(_, { old, onInput }) {
  const outcome = select(say("outcome"), Object.keys(table.outcomes), old?.outcome ?? "killed", table.outcomes);
  const group = select(say("group"), Object.keys(table.groups), old?.group ?? "person", table.groups);
  const subset = element("input", { type: "checkbox", checked: old?.subset ?? false });
  const line = typed({
    label: table.reader_fields.casualties, hint: say("number_hint"), begin: old ? sayNumber(old) : "", parse: parseNumber, onInput,
    told: { wrong: say("not_a_number"), right: () => say("number_hint") },
  });
  const node = element("div", {}, line.input, line.below,
    element("p", { className: "field-row" }, outcome.node, group.node,
      element("label", {}, subset, " ", element("span", { textContent: say("subset") }))));
  return {
    node, focus: () => { line.input.focus(); line.input.select(); },
    value: () => {
      const number = line.value();
      if (number === undefined || (number === null && !old)) return undefined;
      return { outcome: outcome.field.value, group: group.field.value, subset: subset.checked, ...(number ?? { low: null, high: null, kind: null }) };
    },
    suggest(found, { fill }) {
      const read = found.figures?.[0] ?? found.numbers?.[0];
      if (!fill || !read) return;
      line.fill(sayNumber(read));
      if (read.outcome && !old) {
        outcome.field.value = read.outcome;
        group.field.value = read.group;
      }
    },
  };
}

function makeCount(_, { old, onInput }) {
  const unit = select(say("unit"), Object.keys(table.units), old?.unit ?? "strike", table.units);
  const line = typed({
    label: table.reader_fields.count, hint: say("number_hint"), begin: old ? sayNumber(old) : "", parse: parseNumber, onInput,
    told: { wrong: say("not_a_number"), right: () => say("number_hint") },
  });
  return {
    node: element("div", {}, line.input, line.below, element("p", { className: "field-row" }, unit.node)),
    focus: () => { line.input.focus(); line.input.select(); },
    value: () => {
      const number = line.value();
      return number === undefined || (number === null && !old) ? undefined : { unit: unit.field.value, ...(number ?? { low: null, high: null, kind: null }) };
    },
    suggest(found, { fill }) {
      if (fill && found.numbers?.[0]) line.fill(sayNumber(found.numbers[0]));
    },
  };
}

function placeOption(place) {
  const area = language === "ar" ? place.admin1 : place.admin1_en ?? place.admin1;
  return { id: place.place_id, label: name(place), more: [area, place.country, place.pcode].filter(Boolean).join(" · "), name: place.name_ar };
}

function makePlace(_, { old, values, pickName }) {
  const near = values.where.find((place) => place.place_id && place !== old)?.place_id ?? old?.place_id;
  const unknown = { id: null, label: say("unknown_place"), more: "" };
  const search = async (query) => {
    const asked = new URLSearchParams(near ? { q: query, near } : { q: query });
    const found = await ask(`/api/v1/places?${asked}`);
    return [...(found?.places ?? []).map(placeOption), unknown];
  };
  const list = chooser({ label: table.reader_fields.where, search, old: old && placeOption(old), hint: say("place_find"), nothing: say("nothing_found") });
  const role = select(say("role"), Object.keys(table.reader_roles), old?.role ?? "site", table.reader_roles);
  let done = () => {};
  list.onChoose((option) => {
    pickName(option.name);
    done();
  });
  return {
    node: element("div", {}, list.node, element("p", { className: "field-row" }, role.node)), focus: () => list.input.focus(),
    value: () => list.value() && { place_id: list.value().id, role: role.field.value },
    onChoose: (callback) => { done = callback; },
    suggest(found) {
      list.offer([...(found.choices ?? []).map(placeOption), unknown]);
    },
  };
}

/** A field over a list of names elsewhere: actors, sources, weapons. */
function makeNamed({ address, held, idOf, withStance, read, unnamed }) {
  return (field, { old, values, pickName }) => {
    const option = (one) => ({ id: one.id, label: name(one), more: one.id, name: one.name_ar, also: one.also });
    const nobody = { id: null, label: say("nobody"), more: "" };
    const search = async (query) => {
      const found = await ask(`${address}?${new URLSearchParams({ q: query })}`);
      return [...(found?.[held] ?? []).map(option), ...(unnamed ? [nobody] : [])];
    };
    const present = old && { id: old[idOf] ?? null, label: name(old), name: old.name_ar };
    const list = chooser({ label: table.reader_fields[field], search, old: present, hint: say("type_to_find"), nothing: say("nothing_found") });
    const node = element("div", {}, list.node);
    const stance = select(say("stance"), Object.keys(table.stances), old?.stance ?? "stated", table.stances);
    const by = select(say("by"), ["", ...values.sources.map((_, at) => String(at))], String(old?.by?.[0] ?? ""),
      { "": "—", ...Object.fromEntries(values.sources.map((source, at) => [at, name(source)])) });
    if (withStance) node.append(element("p", { className: "field-row" }, stance.node, by.node));
    let done = () => {};
    list.onChoose((chosen) => {
      pickName(chosen.name);
      done();
    });
    return {
      node, focus: () => list.input.focus(),
      value: () => {
        if (!list.value()) return undefined;
        const value = { [idOf]: list.value().id };
        return withStance ? { ...value, stance: stance.field.value, by: by.field.value === "" ? [] : [Number(by.field.value)] } : value;
      },
      onChoose: (callback) => { done = callback; },
      suggest(found) {
        const listed = (found[read] ?? []).filter((one) => one[idOf]);
        list.offer(listed.map((one) => ({ id: one[idOf], label: name(one), more: one[idOf], name: one.text })));
      },
    };
  };
}

/** A field that is nothing but its words: the button that holds them is the field. */
function makeWords() {
  return { node: element("p", { className: "note", textContent: say("detail_words") }), focus: null, value: () => ({}) };
}

export function makeField(field, options) {
  return FIELDS[field].make(field, options);
}

// ---------------------------------------------------------------- as corrections

/** A list with one value replaced, added or taken away; the others are kept by their place. */
function listed(key, held) {
  const keeping = (values) => values[held].map((_, keep) => ({ keep }));
  return {
    correct: (value, { values, at, words }) => {
      const list = keeping(values);
      list.splice(at ?? list.length, at === null ? 0 : 1, { ...value, words });
      return { [key]: list };
    },
    remove: (values, _, at) => ({ [key]: keeping(values).filter((one) => one.keep !== at) }),
  };
}

const sent = (value, words, keys) => ({ ...Object.fromEntries(keys.map((key) => [key, value[key]])), words });
const words = true;
const removable = true;
const named = { words, removable, readFirst: true };
const actor = { ...named, make: makeNamed({ address: "/api/v1/actors", held: "actors", idOf: "actor_id", withStance: true, read: "actors", unnamed: true }) };

export const FIELDS = {
  type: { make: makeChoice, correct: (type) => ({ type }) },
  status: { make: makeChoice, correct: (status) => ({ status }) },
  kind: { make: makeChoice, correct: (kind) => ({ kind }) },
  trigger: { make: makeWords, words, onlyWords: true, correct: (_, { words: picked }) => ({ trigger: picked }) },
  evidence: { make: makeWords, words, onlyWords: true, correct: (_, { words: picked }) => ({ evidence: picked }) },
  when: {
    make: makeWhen, words, removable,
    correct: (when, { words: picked }) => ({ when: { ...when, words: picked } }),
    remove: () => ({ when: {} }),
    add: (claim, value, at) => { claim.when = { start: value.start, end: value.end, precision: value.precision, ...(value.text ? { words: at } : {}) }; },
  },
  where: {
    ...named, make: makePlace, ...listed("places", "where"),
    add: (claim, value, at) => {
      (claim.places ??= []).push(value.place_id || value.by_hand ? sent(value, at, ["place_id", "role"]) : { as_read: true, words: at });
    },
  },
  casualties: {
    make: makeFigure, words, removable,
    correct: (value, { old, words: picked }) => ({
      figures: [
        ...(old && (old.outcome !== value.outcome || old.group !== value.group) ? [{ outcome: old.outcome, group: old.group }] : []),
        value.kind ? { ...value, words: picked } : { outcome: value.outcome, group: value.group },
      ],
    }),
    remove: (_, old) => ({ figures: [{ outcome: old.outcome, group: old.group }] }),
    add: (claim, value, at) => { (claim.figures ??= []).push(sent(value, at, ["outcome", "group", "low", "high", "kind", "subset"])); },
  },
  count: {
    make: makeCount, words, removable,
    correct: (value, { words: picked }) => ({ count: value.kind ? { ...value, words: picked } : { unit: value.unit } }),
    remove: (_, old) => ({ count: { unit: old.unit } }),
    add: (claim, value, at) => { claim.count = sent(value, at, ["unit", "low", "high", "kind"]); },
  },
  actors: {
    ...actor, ...listed("actors", "actors"),
    add: (claim, value, at) => {
      const kept = value.actor_id || value.by_hand ? sent(value, at, ["actor_id", "stance", "by"]) : { as_read: true, by: value.by, words: at };
      (claim.actors ??= []).push(kept);
    },
  },
  targets: {
    ...actor, ...listed("targets", "targets"),
    add: (claim, value, at) => {
      const kept = value.actor_id || value.by_hand ? sent(value, at, ["actor_id", "stance", "by"]) : { as_read: true, by: value.by, words: at };
      (claim.targets ??= []).push(kept);
    },
  },
  weapon: {
    ...named, ...listed("weapon", "weapon"),
    make: makeNamed({ address: "/api/v1/weapons", held: "weapons", idOf: "code", read: "weapons" }),
    add: (claim, value, at) => { (claim.weapon ??= []).push(sent(value, at, ["code"])); },
  },
  sources: {
    ...named, ...listed("sources", "sources"),
    make: makeNamed({ address: "/api/v1/actors", held: "actors", idOf: "source_id", read: "sources", unnamed: true }),
    add: (claim, value, at) => { (claim.sources ??= []).push(sent({ source_id: value.source_id?.includes(":") ? null : value.source_id }, at, ["source_id"])); },
  },
  details: { make: makeDetail, words, removable, correct: detailCorrection, remove: detailRemoval, add: addDetail },
};
