// The timeline: bars of incidents, killed from low to high, and how many reports came in, drawn from the table below it.
// The chart stands in a box that reads left to right; in Arabic its axis runs the other way.
import { asked, calm, change, rightToLeft, words } from "./explore.js";

const box = document.getElementById("time-live");
const say = words.time;
// A finger that scrolls the page must not choose days on its way: it chooses a bar by a tap.
const byFinger = matchMedia("(pointer: coarse)");
let chart = null;

function readBars() {
  const table = document.getElementById("time-table");
  const number = (text) => (text === "" ? null : Number(text));
  return [...(table?.tBodies[0].rows ?? [])].map(({ dataset, cells }) => ({
    start: dataset.start, end: dataset.end, label: cells[0].textContent.trim(), open: "open" in dataset,
    incidents: number(dataset.incidents), low: number(dataset.low), best: number(dataset.best), high: number(dataset.high),
    reports: number(dataset.reports),
  }));
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// Text of our own making only goes into the page as text.
function tell(bar) {
  const lines = document.createElement("div");
  lines.dir = document.documentElement.dir;
  const line = (...texts) => {
    const row = document.createElement("div");
    for (const text of texts) {
      const run = document.createElement("bdi");
      run.textContent = text;
      row.append(run, " ");
    }
    lines.append(row);
  };
  line(bar.label);
  line(`${say.incidents}:`, bar.incidents);
  if (bar.best !== null || bar.low !== null || bar.high !== null) {
    line(`${say.killed}:`, bar.best ?? "?", `(\u2066${bar.low ?? "?"}–${bar.high ?? "?"}${bar.open ? "+" : ""}\u2069)`);
  }
  if (bar.reports !== null) line(`${say.reports}:`, bar.reports);
  return lines;
}

function shorten(start, bars) {
  const [year, month, day] = start.split("-").map(Number);
  const step = document.getElementById("time-table").dataset.step;
  if (step === "year") return String(year);
  if (step === "month") return `${month}/${year}`;
  return bars.length * (step === "week" ? 7 : 1) > 330 ? `${month}/${year}` : `${day}/${month}`;
}

function draw(bars) {
  const ink = colour("--ink"), soft = colour("--soft"), line = colour("--line"), card = colour("--card");
  const font = { fontFamily: getComputedStyle(document.body).fontFamily, color: soft };
  const first = (index, show) => ({
    type: "category", gridIndex: index, inverse: rightToLeft, data: bars.map((bar) => bar.start),
    axisLabel: { show, ...font, formatter: (start) => shorten(start, bars), hideOverlap: true }, axisTick: { show: false },
    axisLine: { lineStyle: { color: line } },
  });
  const value = (index, name) => ({
    type: "value", gridIndex: index, position: rightToLeft ? "right" : "left", minInterval: 1, name, nameLocation: "end",
    nameTextStyle: { ...font, align: rightToLeft ? "right" : "left", padding: rightToLeft ? [0, -36, 0, 0] : [0, 0, 0, -36] },
    nameGap: 8, splitNumber: 2, axisLabel: font, splitLine: { lineStyle: { color: line } },
  });
  const grid = (top, height) => ({ top, height, left: rightToLeft ? 14 : 46, right: rightToLeft ? 46 : 14 });
  const range = bars.map((bar) => Math.max(0, (bar.high ?? bar.best ?? bar.low ?? 0) - (bar.low ?? 0)));
  chart.setOption({
    animation: !calm.matches,
    aria: { enabled: true, label: { description: document.querySelector(".time-drawn")?.getAttribute("aria-label") ?? "" } },
    grid: [grid(24, 104), grid(160, 66), grid(254, 20)],
    xAxis: [first(0, false), first(1, false), first(2, true)],
    yAxis: [value(0, say.incidents), value(1, say.killed_range), { ...value(2, say.reports), splitNumber: 1, axisLabel: { show: false }, splitLine: { show: false } }],
    tooltip: {
      trigger: "axis", axisPointer: { type: "shadow" }, backgroundColor: card, borderColor: line, textStyle: { ...font, color: ink },
      formatter: (found) => tell(bars[found[0].dataIndex]), confine: true,
    },
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    brush: { xAxisIndex: 0, brushType: "lineX", brushMode: "single", throttleType: "debounce", throttleDelay: 200, transformable: false,
      brushStyle: { color: "rgba(120,150,160,.25)", borderColor: colour("--accent"), borderWidth: 1 }, outOfBrush: { colorAlpha: 0.35 } },
    toolbox: { show: false },
    series: [
      { name: say.incidents, type: "bar", xAxisIndex: 0, yAxisIndex: 0, data: bars.map((bar) => bar.incidents), itemStyle: { color: colour("--accent") }, barMaxWidth: 34, barCategoryGap: "18%" },
      { type: "bar", xAxisIndex: 1, yAxisIndex: 1, stack: "killed", silent: true, itemStyle: { color: colour("--toll"), opacity: 0.22 }, data: bars.map((bar) => bar.low ?? 0), barMaxWidth: 34, barCategoryGap: "18%" },
      { name: say.killed_range, type: "bar", xAxisIndex: 1, yAxisIndex: 1, stack: "killed", itemStyle: { color: colour("--toll"), opacity: 0.45 }, barMinHeight: 2, data: bars.map((bar, at) => (bar.low === null && bar.high === null ? "-" : range[at])), barMaxWidth: 34, barCategoryGap: "18%" },
      { name: say.killed, type: "line", xAxisIndex: 1, yAxisIndex: 1, lineStyle: { width: 0 }, symbol: "rect", symbolSize: [9, 3], itemStyle: { color: colour("--toll") }, data: bars.map((bar) => bar.best ?? "-") },
      { name: say.reports, type: "bar", xAxisIndex: 2, yAxisIndex: 2, data: bars.map((bar) => bar.reports ?? "-"), itemStyle: { color: soft, opacity: 0.6 }, barMaxWidth: 34, barCategoryGap: "18%" },
    ],
  }, { notMerge: true });
  if (!byFinger.matches) chart.dispatchAction({ type: "takeGlobalCursor", key: "brush", brushOption: { brushType: "lineX", brushMode: "single" } });
}

function choose({ areas }, bars) {
  const range = areas[0]?.coordRange;
  if (!range) return;
  const [first, last] = [Math.min(...range), Math.max(...range)].map((at) => Math.min(bars.length - 1, Math.max(0, Math.round(at))));
  const now = asked();
  const chosen = { from: bars[first].start, to: bars[last].end };
  if (now.get("from") !== chosen.from || now.get("to") !== chosen.to) change(chosen);
}

function show(library) {
  const bars = readBars();
  box.hidden = bars.length === 0;
  if (bars.length === 0) {
    chart?.dispose();
    chart = null;
    return;
  }
  chart ??= library.init(box, null, { renderer: "svg" });
  chart.resize();
  chart.off("brushEnd");
  chart.on("brushEnd", (event) => choose(event, bars));
  chart.off("click");
  if (byFinger.matches) chart.on("click", ({ dataIndex: at }) => change({ from: bars[at].start, to: bars[at].end }));
  draw(bars);
  document.documentElement.dataset.chart = "live";
}

async function begin() {
  if (!document.querySelector("[data-charts]")) return;
  const library = await import("./vendor/echarts.mjs");
  const { use, BarChart, LineChart, AriaComponent, BrushComponent, GridComponent, LegendComponent, ToolboxComponent, TooltipComponent, SVGRenderer } = library;
  use([BarChart, LineChart, AriaComponent, BrushComponent, GridComponent, LegendComponent, ToolboxComponent, TooltipComponent, SVGRenderer]);
  const again = () => show(library);
  again();
  document.addEventListener("marsad:asked", again);
  new ResizeObserver(() => chart?.resize()).observe(box);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
}

begin();
