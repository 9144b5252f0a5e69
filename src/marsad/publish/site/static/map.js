// The map: circles as wide as their number, rings of uncertainty, hatched areas; a click opens a list, not only a zoom.
// Everything it draws, the list below it says in words. Where the machine cannot draw it, the server's drawing stays.
import { ask, asked, calm, change, rightToLeft, words } from "./explore.js";
import { makeHatch, makeRing, mix, prepareCanvas, stripMarks } from "./map-shapes.js";

const box = document.getElementById("map-live");
const here = document.getElementById("map-here");
const searchHere = document.getElementById("map-search");
const say = words.map;
const arabic = words.language === "ar";
const outlines = new Map(), coming = new Map();
const counted = new Map();
let map = null, running = null, moved = false;

const leastRadius = { settlement: 3, district: 10, site: 8 };
const nothing = () => ({ type: "FeatureCollection", features: [] });
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const named = (one) => stripMarks((arabic ? one.name_ar ?? one.name_en : one.name_en ?? one.name_ar) ?? "");

async function read(address, signal) {
  const answer = await fetch(address, { signal });
  if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
  return answer.json();
}

function style() {
  const fonts = new URL("./vendor/fonts/", import.meta.url);
  const face = (part, weight) => String(new URL(`ibm-plex-sans-arabic-${part}-${weight}.woff2`, fonts));
  const both = (weight) => [
    { url: face("arabic", weight), "unicode-range": ["U+0600-06FF", "U+0750-077F", "U+FB50-FDFF", "U+FE70-FEFF", "U+200C-200F"] },
    { url: face("latin", weight), "unicode-range": ["U+0000-00FF", "U+2000-200B", "U+2010-206F"] },
  ];
  const source = (data) => ({ type: "geojson", data });
  return {
    version: 8, "font-faces": { Plex: both(400), "Plex Bold": both(600) },
    sources: Object.fromEntries(["world", "ground", "hatched", "rings", "spots", "names"].map((name) => [name, source(nothing())])),
    layers: layers(),
  };
}

function layers() {
  const text = (more) => ({ "text-font": ["Plex"], "text-size": 13, ...more });
  const halo = { "text-color": colour("--soft"), "text-halo-color": colour("--card"), "text-halo-width": 1.6 };
  const wide = ["interpolate", ["linear"], ["sqrt", ["get", "incidents"]], 1, 9, 15, 38];
  return [
    { id: "sea", type: "background", paint: { "background-color": mix(colour("--accent-wash"), colour("--paper"), 0.6) } },
    { id: "world", type: "fill", source: "world", paint: { "fill-color": colour("--card") } },
    { id: "world-line", type: "line", source: "world", paint: { "line-color": colour("--rule"), "line-width": 1 } },
    { id: "ground", type: "fill", source: "ground", filter: ["==", ["get", "level"], 0], paint: { "fill-color": colour("--card") } },
    { id: "hatched-country", type: "fill", source: "hatched", filter: ["==", ["get", "level"], 0], paint: { "fill-pattern": "hatch", "fill-opacity": 0.22 } },
    { id: "hatched", type: "fill", source: "hatched", filter: ["==", ["get", "level"], 1], paint: { "fill-pattern": "hatch", "fill-opacity": 0.75 } },
    { id: "hatched-line", type: "line", source: "hatched", filter: ["==", ["get", "level"], 1], paint: { "line-color": colour("--warn-line"), "line-width": 1 } },
    { id: "parts", type: "line", source: "ground", filter: ["==", ["get", "level"], 1], paint: { "line-color": colour("--line"), "line-width": 1 } },
    { id: "borders", type: "line", source: "ground", filter: ["==", ["get", "level"], 0], paint: { "line-color": colour("--rule"), "line-width": 1.6 } },
    { id: "rings", type: "fill", source: "rings", paint: { "fill-color": colour("--toll"), "fill-opacity": 0.06 } },
    { id: "rings-line", type: "line", source: "rings", paint: { "line-color": colour("--toll"), "line-width": 1.2, "line-dasharray": [4, 3] } },
    { id: "country-names", type: "symbol", source: "names", filter: ["==", ["get", "level"], 0], maxzoom: 7, layout: text({ "text-field": ["get", "name"], "text-size": 15, "text-font": ["Plex Bold"] }), paint: halo },
    { id: "part-names", type: "symbol", source: "names", filter: ["all", ["==", ["get", "level"], 1], ["!", ["get", "counted"]]], minzoom: 5, layout: text({ "text-field": ["get", "name"], "text-padding": 12 }), paint: halo },
    { id: "spots", type: "circle", source: "spots", paint: { "circle-radius": wide, "circle-color": colour("--toll"), "circle-opacity": 0.82, "circle-stroke-width": 1.5, "circle-stroke-color": colour("--card") } },
    { id: "counted-names", type: "symbol", source: "names", filter: ["all", ["==", ["get", "level"], 1], ["get", "counted"]], minzoom: 4, layout: text({ "text-field": ["get", "name"], "text-font": ["Plex Bold"], "text-variable-anchor": ["center", "bottom", "top", "left", "right"], "text-radial-offset": 2.4, "text-justify": "auto" }), paint: halo },
    { id: "spot-names", type: "symbol", source: "spots", minzoom: 7, layout: text({ "text-field": ["get", "name"], "text-offset": [0, 1.5], "text-anchor": "top", "text-optional": true }), paint: { ...halo, "text-color": colour("--ink") } },
    { id: "spot-counts", type: "symbol", source: "spots", layout: text({ "text-field": ["get", "label"], "text-font": ["Plex Bold"], "text-allow-overlap": true, "text-padding": 6 }), paint: { "text-color": colour("--card") } },
  ];
}

// ------------------------------------------------------------------ what is shown

// The same list as below the map, so that both say one thing.
function readAreas() {
  return [...document.querySelectorAll("#map-list tr[data-area]")].map(({ dataset, cells }) => ({
    country: dataset.country, admin1: dataset.admin1, incidents: Number(dataset.incidents), query: dataset.query,
    name: cells[0].querySelector("a").textContent.trim(),
  }));
}

async function load() {
  running?.abort();
  const mine = (running = new AbortController());
  const query = asked();
  query.delete("step");
  query.delete("sort");
  query.set("zoom", String(Math.max(0, Math.min(18, Math.floor(map.getZoom())))));
  try {
    const found = await read(`/api/v1/map?${query}`, mine.signal);
    drawSpots(found.cells.map(shape));
    document.documentElement.dataset.mapIncidents = found.shown;
  } catch (error) {
    if (error.name !== "AbortError") document.getElementById("explore-fault").hidden = false;
  }
}

// As the server draws them: no point closer than in public files, a ring only where a place stands alone, and a box that
// asks for exactly these incidents, also where the filter has a box of its own.
function shape(cell) {
  const precisions = Object.keys(cell.precision);
  const decimals = precisions.every((one) => one === "site" || one === "unknown") ? 1 : 2;
  const places = new Set(cell.incidents.map((one) => `${one.lon},${one.lat}`));
  const round = (value) => Number(value.toFixed(decimals));
  const least = leastRadius[precisions[0]] ?? leastRadius.site;
  return {
    lon: round(cell.lon), lat: round(cell.lat), incidents: cell.count, box: cutBox(cell.box), name: nameMost(cell.incidents.map(named)),
    radius_km: places.size === 1 ? Math.max(cell.radius_km ?? 0, least) : null,
  };
}

// The name that more than half of them bear.
function nameMost(names) {
  const counts = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return Object.keys(counts).find((name) => counts[name] * 2 > names.length) ?? "";
}

function cutBox(cell) {
  const own = asked().get("bbox")?.split(",").map(Number);
  if (!own || own[0] > own[2]) return cell;
  return [Math.max(cell[0], own[0]), Math.max(cell[1], own[1]), Math.min(cell[2], own[2]), Math.min(cell[3], own[3])];
}

function drawSpots(cells) {
  const largest = [...cells].sort((one, other) => one.incidents - other.incidents);
  map.getSource("spots").setData({ type: "FeatureCollection", features: largest.map((cell) => ({
    type: "Feature", geometry: { type: "Point", coordinates: [cell.lon, cell.lat] },
    properties: { incidents: cell.incidents, label: cell.incidents.toLocaleString("en"), name: cell.name, bbox: cell.box.join(",") },
  })) });
  map.getSource("rings").setData({ type: "FeatureCollection", features: cells.filter((cell) => cell.radius_km).map((cell) => makeRing(cell)) });
}

async function drawAreas() {
  const areas = readAreas();
  const countries = [...new Set(areas.map((area) => area.country))];
  await Promise.all(countries.map(readGround));
  counted.clear();
  const features = areas.flatMap((area) => pickOutlines(area).map((outline) => {
    counted.set(area.admin1 ? outline.id : area.country, area.incidents);
    return { ...outline, properties: { query: area.query, level: area.admin1 ? 1 : 0 } };
  }));
  map.getSource("hatched").setData({ type: "FeatureCollection", features });
  drawNames();
}

// The names of an area that its outline may bear, and no others: an area that no outline is called after is not drawn.
function pickOutlines({ country, admin1 }) {
  const held = outlines.get(country)?.ground.features ?? [];
  if (!admin1) return held.filter(({ properties }) => properties.level === 0);
  const ids = new Set(outlines.get(country)?.names.filter((one) => one.called.includes(admin1)).map((one) => one.id));
  return held.filter((feature) => ids.has(feature.id));
}

// ------------------------------------------------------------------ what lies under it

let world = null;

function readGround(country) {
  if (!world?.features.some(({ properties }) => properties.country === country)) return undefined;
  if (!coming.has(country)) coming.set(country, fetchGround(country));
  return coming.get(country);
}

async function fetchGround(country) {
  const [ground, { names }] = await Promise.all([read(`/api/v1/outlines/${country}`), read(`/api/v1/outlines/${country}/names`)]);
  outlines.set(country, { ground, names });
}

// Near at hand the coarse outline of the world shows its corners: countries in view are fetched as finely as they are had.
async function drawGround() {
  if (map.getZoom() >= 3.5) {
    const { _sw: low, _ne: high } = map.getBounds();
    const meets = ([west, south, east, north]) => west <= high.lng && east >= low.lng && south <= high.lat && north >= low.lat;
    await Promise.all(world.features.filter(({ properties }) => meets(properties.bounds)).map(({ properties }) => readGround(properties.country)));
  }
  const fine = [...outlines.keys()];
  map.getSource("ground").setData({ type: "FeatureCollection", features: [...outlines.values()].flatMap((one) => one.ground.features) });
  drawNames();
  for (const layer of ["world", "world-line"]) map.setFilter(layer, ["!", ["in", ["get", "country"], ["literal", fine]]]);
}

// Behind the name of an area stands how many incidents are known to lie in it and no closer.
function drawNames() {
  const point = (one, level, id) => {
    const count = counted.get(id);
    const name = named(one) && count ? `${named(one)} (${count.toLocaleString("en")})` : named(one);
    return { type: "Feature", geometry: { type: "Point", coordinates: [one.lon, one.lat] }, properties: { level, name, counted: Boolean(count) } };
  };
  const countries = world.features.map(({ properties }) => point(properties, 0, properties.country));
  const parts = [...outlines.values()].flatMap((one) => one.names.filter((name) => name.lon !== null).map((name) => point(name, 1, name.id)));
  map.getSource("names").setData({ type: "FeatureCollection", features: [...countries, ...parts] });
}

// ------------------------------------------------------------------ what a person does

function readBox() {
  const told = document.querySelector("#map-data [data-box]")?.dataset.box ?? box.dataset.box;
  const [west, south, east, north] = told.split(",").map(Number);
  return [[west, south], [east, north]];
}

function fit() {
  moved = false;
  searchHere.hidden = true;
  map.fitBounds(readBox(), { animate: !calm.matches, padding: 10 });
}

async function openList(query, at) {
  const answer = await fetch(`/${words.language}/explore/here?${query}`);
  if (!answer.ok) {
    document.getElementById("explore-fault").hidden = false;
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  here.replaceChildren(document.adoptNode(page.querySelector(".here")));
  here.hidden = false;
  here.focus({ preventScroll: true });
  here.dataset.query = query;
  if (at) map.easeTo({ center: at, offset: [rightToLeft ? -120 : 120, 0], animate: !calm.matches });
}

function closeList() {
  here.hidden = true;
  here.replaceChildren();
  map.getCanvas().focus({ preventScroll: true });
}

function listen() {
  map.on("click", (event) => {
    const [spot] = map.queryRenderedFeatures(event.point, { layers: ["spots"] });
    const [area] = spot ? [] : map.queryRenderedFeatures(event.point, { layers: ["hatched", "hatched-country"] });
    if (!spot && !area) return;
    const query = asked();
    query.delete("step");
    if (spot) query.set("bbox", spot.properties.bbox);
    openList(spot ? query : area.properties.query);
  });
  for (const layer of ["spots", "hatched", "hatched-country"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
  map.on("moveend", (event) => {
    drawGround();
    load();
    if (event.originalEvent) {
      moved = true;
      searchHere.hidden = false;
    }
  });
  searchHere.addEventListener("click", () => {
    const { _sw: low, _ne: high } = map.getBounds();
    const round = (value) => value.toFixed(4);
    searchHere.hidden = true;
    moved = true;
    change({ bbox: [low.lng, low.lat, high.lng, high.lat].map(round).join(",") });
  });
  here.addEventListener("click", (event) => { if (event.target.closest("[data-close]")) closeList(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !here.hidden) closeList(); });
  document.addEventListener("marsad:asked", () => {
    if (!here.hidden) closeList();
    drawAreas();
    if (moved && asked().has("bbox")) load();
    else fit();
    moved = false;
  });
}

function listWords() {
  return {
    "NavigationControl.ZoomIn": say.zoom_in, "NavigationControl.ZoomOut": say.zoom_out, "Map.Title": say.live,
    "CooperativeGesturesHandler.WindowsHelpText": say.wheel_ctrl, "CooperativeGesturesHandler.MacHelpText": say.wheel_mac,
    "CooperativeGesturesHandler.MobileHelpText": say.touch,
  };
}

// A button in the corner of the map that brings everything back into view.
class Whole {
  onAdd() {
    this.box = document.createElement("div");
    this.box.className = "maplibregl-ctrl maplibregl-ctrl-group map-whole";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "⤢";
    button.title = say.fit;
    button.setAttribute("aria-label", say.fit);
    button.addEventListener("click", fit);
    this.box.append(button);
    return this.box;
  }

  onRemove() { this.box.remove(); }
}

function paint() {
  map.addImage("hatch", makeHatch(colour("--warn-line")));
}

async function begin() {
  if (!box.dataset.box) return;
  prepareCanvas();
  const { Map, NavigationControl, ScaleControl } = await import("./vendor/maplibre-gl.mjs");
  box.hidden = false;
  try {
    map = new Map({
      container: box, style: style(), bounds: readBox(), fitBoundsOptions: { padding: 10 }, attributionControl: false, cooperativeGestures: true,
      dragRotate: false, pitchWithRotate: false, touchPitch: false, maxZoom: 13, renderWorldCopies: false, locale: listWords(),
      fadeDuration: calm.matches ? 0 : 200, rollEnabled: false,
    });
  } catch {
    // No WebGL: the library says so by throwing, and the server's drawing is the map.
    box.hidden = true;
    document.documentElement.dataset.map = "drawn";
    return;
  }
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  const corner = rightToLeft ? "left" : "right";
  map.addControl(new NavigationControl({ showCompass: false }), `top-${corner}`);
  map.addControl(new Whole(), `top-${corner}`);
  map.addControl(new ScaleControl({ unit: "metric" }), `bottom-${corner}`);
  await new Promise((done) => { map.once("load", done); });
  world = await read("/api/v1/outlines");
  map.getSource("world").setData(world);
  paint();
  listen();
  await Promise.all([drawGround(), load(), drawAreas()]);
  await new Promise((done) => { map.once("idle", done); });
  document.documentElement.dataset.map = "live";
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const { id, paint: values } of layers()) for (const [name, value] of Object.entries(values)) map.setPaintProperty(id, name, value);
    map.updateImage("hatch", makeHatch(colour("--warn-line")));
  });
}

begin();
