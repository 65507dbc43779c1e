// Draws a chart above a table from the table's own cells, so that both always say the same. The first column holds the
// labels (days when data-chart="line" and each carries <time datetime>), each further column is one series.
const COLOURS = ["#1a4f8b", "#d98a1f", "#2f9e63", "#a3161f", "#6b5bb0", "#55606f"];
let library;

function load() {
  library ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL("./uplot.js", import.meta.url).href;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
  return library;
}

const value = (cell) => (cell?.dataset.value === undefined || cell.dataset.value === "" ? null : Number(cell.dataset.value));

export async function draw(table) {
  const holder = table.closest("[data-chart-holder]") ?? table.parentElement;
  holder.querySelector(".chart")?.remove();
  await load();
  const rows = [...table.tBodies[0].rows];
  if (rows.length < 2 && table.dataset.chart === "line") return;
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const line = table.dataset.chart === "line";
  const labels = rows.map((row) => row.cells[0].textContent.trim());
  const x = rows.map((row, at) => (line ? Date.parse(row.cells[0].querySelector("time").dateTime) / 1000 : at));
  const series = heads.slice(1).map((_, at) => rows.map((row) => value(row.cells[at + 1])));
  const figure = document.createElement("div");
  figure.className = "chart";
  figure.setAttribute("aria-hidden", "true"); // the table beside it says the same
  holder.prepend(figure);
  const format = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const width = () => Math.max(figure.clientWidth, 260);
  const stacked = table.dataset.chart === "stacked";
  const drawn = stacked ? series.map((_, at) => x.map((_, i) => series.slice(0, at + 1).reduce((sum, one) => sum + (one[i] ?? 0), 0))) : series;
  const order = stacked ? [...drawn.keys()].reverse() : [...drawn.keys()]; // the tallest first, so that each covers its own part
  const chart = new window.uPlot({
    width: width(), height: 230, legend: { show: heads.length > 2, live: false }, cursor: { show: false },
    scales: { x: { time: line, range: line ? undefined : (_, low, high) => [low - 0.6, high + 0.6] }, y: { range: (_, low, high) => [Math.min(0, low ?? 0), (high || 1) * 1.1] } },
    axes: [
      line ? { stroke: "#55606f", grid: { show: false } } : { stroke: "#55606f", grid: { show: false }, splits: () => x, values: (_, at) => at.map((one) => labels[one] ?? "") , rotate: labels.length > 8 ? -45 : 0, size: labels.length > 8 ? 60 : 40 },
      { stroke: "#55606f", grid: { stroke: "#e6eaf0" }, values: (_, at) => at.map((one) => format.format(one)), size: 70 },
    ],
    series: [{}, ...order.map((at) => ({
      label: heads[at + 1], stroke: COLOURS[at % COLOURS.length], width: 2, points: { show: line },
      ...(line ? {} : { fill: COLOURS[at % COLOURS.length], paths: window.uPlot.paths.bars({ size: [0.7, 60] }) }),
    }))],
  }, [x, ...order.map((at) => drawn[at])], figure);
  new ResizeObserver(() => chart.setSize({ width: width(), height: 230 })).observe(figure);
}
