// The parts of Apache ECharts that the timeline draws with; web/fill.mjs bundles them into static/vendor/echarts.mjs.
export { init, use } from "echarts/core";
export { BarChart, LineChart } from "echarts/charts";
export {
  AriaComponent, BrushComponent, DataZoomComponent, GridComponent, LegendComponent, ToolboxComponent, TooltipComponent,
} from "echarts/components";
export { SVGRenderer } from "echarts/renderers";
