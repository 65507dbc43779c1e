// Draws a chart above a table from the table's own cells, so that both always say the same. The first column holds the
// labels (<time datetime> where they are days or months), each further column whose cells carry data-value is a series.
// table: data-chart="line|bars|stacked", data-unit (%, EUR, days), data-target + data-target-name (a dashed line),
// data-from="auto" (the axis need not begin at 0). No chart where there are fewer than two values.
const COLOURS = ["#1a4f8b", "#e08a00", "#009e73", "#9b4f96", "#56b4e9", "#6b7280", "#7a4b1e", "#d3c21e"]; // apart for every kind of sight
const INK = "#55606f";
const GRID = "#e6eaf0";
const TARGET = "#16202e";
const MONTH_NAME = { month: "short", timeZone: "UTC" };
const shown = new Map(); // table -> its chart
let library;

export async function draw(table) {
  for (const [other, chart] of shown) {
    if (other.isConnected) continue;
    chart?.destroy();
    shown.delete(other);
  }
  if (shown.has(table)) return;
  shown.set(table, null);
  const data = read(table);
  if (data.known < 2) return;
  await load();
  if (table.isConnected) shown.set(table, plot(table, data));
}

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

const valueOf = (cell) => (cell?.dataset.value === undefined || cell.dataset.value === "" ? null : Number(cell.dataset.value));

function read(table) {
  const kind = table.dataset.chart;
  let rows = [...table.tBodies[0].rows];
  const timed = rows.every((row) => row.cells[0].querySelector("time"));
  const moment = (row) => Date.parse(row.cells[0].querySelector("time").dateTime) / 1000;
  if (timed) rows = rows.sort((one, other) => moment(one) - moment(other));
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const series = heads.map((name, at) => ({ name, column: at }))
    .filter(({ column }) => column > 0 && rows.some((row) => row.cells[column]?.dataset.value !== undefined))
    .map(({ name, column }) => ({ name, values: rows.map((row) => valueOf(row.cells[column])) }));
  const days = timed ? rows.map(moment) : [];
  return {
    kind, timed, days, series,
    monthly: timed && days.every((day) => new Date(day * 1000).getUTCDate() === 1),
    labels: rows.map((row) => row.cells[0].textContent.trim()),
    x: kind === "line" && timed ? days : rows.map((_, at) => at),
    known: Math.max(0, ...series.map((one) => one.values.filter((value) => value !== null).length)),
    target: kind === "line" && table.dataset.target ? Number(table.dataset.target) : null,
  };
}

function plot(table, data) {
  const holder = table.closest("[data-chart-holder]") ?? table.parentElement;
  const figure = element("div", "chart");
  figure.setAttribute("aria-hidden", "true"); // the table beside it says the same
  holder.prepend(figure);
  const words = new Writing(figure, table.dataset.unit ?? "", data);
  const lines = data.series.map((one, at) => ({ ...one, colour: COLOURS[at % COLOURS.length], drawn: one.values }));
  if (data.kind === "stacked") {
    lines.forEach((one, at) => { one.drawn = data.x.map((_, i) => lines.slice(0, at + 1).reduce((sum, each) => sum + (each.values[i] ?? 0), 0)); });
    lines.reverse(); // the tallest first, so that each covers its own part
  }
  const hint = element("div", "chart-hint");
  hint.hidden = true;
  const size = () => ({ width: Math.max(figure.clientWidth, 240), height: (figure.clientWidth < 420 ? 190 : 220) + (data.timed || words.folded() ? 0 : 60) });
  const chart = new window.uPlot({
    ...size(), padding: [words.named ? 26 : 14, 18, 0, 0], legend: { show: false }, scales: scales(table, data),
    axes: [words.bottom(), words.left()],
    cursor: { y: false, drag: { x: false, y: false }, points: { show: data.kind === "line" } },
    series: [{}, ...lines.map((one) => styled(one, data)), ...(data.target === null ? [] : [{ stroke: TARGET, width: 1.5, dash: [5, 4], points: { show: false } }])],
    hooks: { setCursor: [(u) => tell(u, hint, data, words)], draw: [(u) => write(u, data, words)] },
  }, [data.x, ...lines.map((one) => one.drawn), ...(data.target === null ? [] : [data.x.map(() => data.target)])], figure);
  chart.over.append(hint);
  const legend = [...lines].reverse().map(({ name, colour }) => ({ name, colour }));
  if (data.kind !== "stacked") legend.reverse();
  if (data.target !== null) legend.push({ name: table.dataset.targetName ?? "", dashed: true });
  if (legend.length > 1) figure.append(legendOf(legend));
  new ResizeObserver(() => figure.isConnected && chart.setSize(size())).observe(figure);
  return chart;
}

function scales(table, data) {
  const free = table.dataset.from === "auto";
  const y = (_, low, high) => {
    const top = Math.max(high ?? 0, data.target ?? 0) || 1;
    const bottom = Math.min(low ?? 0, data.target ?? low ?? 0);
    const room = (top - bottom || top) * 0.12;
    return [free ? bottom - room : Math.min(0, bottom), top + room];
  };
  const x = data.kind === "line"
    ? (_, low, high) => { const room = (high - low) * 0.03 || 0.5; return [low - room, high + room]; }
    : (_, low, high) => [low - 0.6, high + 0.6];
  return { x: { time: false, range: x }, y: { range: y } };
}

function styled(one, { kind }) {
  if (kind === "line") return { stroke: one.colour, width: 2, spanGaps: true, points: { show: true, size: 6, fill: one.colour } };
  const edge = kind === "stacked" ? "#fff" : one.colour;
  return { stroke: edge, width: 1, fill: one.colour, points: { show: false }, paths: window.uPlot.paths.bars({ size: [0.66, 64] }) };
}

class Writing { // how labels and numbers are written, and how much room they need
  constructor(figure, unit, data) {
    const language = document.documentElement.lang;
    this.figure = figure;
    this.language = language;
    this.unit = unit;
    this.named = unit !== "" && unit !== "%";
    this.data = data;
    this.whole = data.series.every((one) => one.values.every((value) => value === null || Number.isInteger(value)));
    this.exact = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
    this.round = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
    this.short = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });
    this.months = new Intl.DateTimeFormat(language, MONTH_NAME);
    this.daysOnly = new Intl.DateTimeFormat(language, { ...MONTH_NAME, day: "numeric" });
    this.font = `12px ${getComputedStyle(figure).fontFamily}`;
    this.ruler = document.createElement("canvas").getContext("2d");
    this.ruler.font = this.font;
  }

  wide(text) { return Math.max(...text.split("\n").map((line) => this.ruler.measureText(line).width)); }

  number(value) {
    const text = this.form(value).format(value);
    return this.unit === "%" ? `${text}${this.language === "de" ? "\u00a0" : ""}%` : text;
  }

  form(value) {
    const size = Math.abs(value);
    return size >= 1e5 ? this.short : size >= 1000 ? this.round : this.exact;
  }

  said(value) { return this.named ? `${this.number(value)}\u00a0${this.unit}` : this.number(value); }

  moments(splits) { // the year below the first of each year
    let year;
    return splits.map((one) => {
      const day = new Date(this.data.days[this.data.x.indexOf(one)] * 1000);
      const text = (this.data.monthly ? this.months : this.daysOnly).format(day);
      const turned = year !== day.getUTCFullYear();
      year = day.getUTCFullYear();
      return turned ? `${text}\n${year}` : text;
    });
  }

  left() {
    const axis = { stroke: INK, font: this.font, grid: { stroke: GRID, width: 1 }, ticks: { show: false }, gap: 6, space: 34 };
    const size = (_, values) => 10 + Math.max(16, ...(values ?? []).map((one) => this.wide(String(one))));
    const whole = this.whole ? { incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 1e8, 1e9] } : {};
    return { ...axis, ...whole, size, values: (_, splits) => splits.map((one) => this.number(one)) };
  }

  bottom() {
    const axis = { stroke: INK, font: this.font, grid: { show: false }, ticks: { show: false }, gap: 8 };
    if (this.data.timed) return { ...axis, size: 46, splits: (u) => this.spaced(u), values: (_, splits) => this.moments(splits) };
    return {
      ...axis, splits: () => this.data.x, values: () => this.folded() ?? this.data.labels,
      rotate: () => (this.folded() ? 0 : -40),
      size: () => {
        const folded = this.folded();
        if (!folded) return 22 + 0.65 * Math.max(...this.data.labels.map((text) => this.wide(text)));
        return 16 + 15 * Math.max(...folded.map((text) => text.split("\n").length));
      },
    };
  }

  spaced(u) { // from the newest back, as many points as have room for their label
    const per = (u.bbox.width / devicePixelRatio || this.figure.clientWidth - 60) / ((u.scales.x.max - u.scales.x.min) || 1);
    const chosen = [];
    let last = Infinity;
    for (const one of [...this.data.x].reverse()) {
      if ((last - one) * per < 52) continue;
      chosen.unshift(one);
      last = one;
    }
    return chosen;
  }

  folded() { // labels broken between words so that neighbours do not touch; null where a word is too long for that
    const room = (this.figure.clientWidth - 70) / this.data.labels.length - 6;
    const labels = this.data.labels.map((text) => {
      const lines = [];
      for (const word of text.split(/\s+|(?<=[-/])/)) {
        const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
        if (lines.length && this.wide(longer) <= room) lines[lines.length - 1] = longer;
        else lines.push(word);
      }
      return lines.join("\n");
    });
    return labels.every((text) => this.wide(text) <= room) ? labels : null;
  }
}

function write(u, data, words) { // the unit above the axis, and each value above its bar where there is one row of bars
  const { ctx } = u;
  ctx.save();
  ctx.font = words.font.replace("12px", `${12 * devicePixelRatio}px`);
  ctx.textAlign = "left";
  ctx.textBaseline = "top";
  ctx.fillStyle = INK;
  if (words.named) ctx.fillText(words.unit, 2 * devicePixelRatio, 2 * devicePixelRatio);
  ctx.fillStyle = TARGET;
  ctx.textAlign = "center";
  ctx.textBaseline = "bottom";
  if (data.kind === "bars" && data.series.length === 1) u.data[1].forEach((value, at) => {
    if (value !== null) ctx.fillText(words.number(value), u.valToPos(u.data[0][at], "x", true), u.valToPos(value, "y", true) - 4 * devicePixelRatio);
  });
  ctx.restore();
}

function tell(u, hint, data, words) {
  const at = u.cursor.idx;
  hint.hidden = at === null || at === undefined || u.cursor.left < 0;
  if (hint.hidden) return;
  const title = element("strong", "");
  title.textContent = data.labels[at];
  const values = data.series.filter((one) => one.values[at] !== null && (data.kind !== "stacked" || one.values[at] > 0)).map((one) => {
    const line = element("span", "");
    line.textContent = data.series.length > 1 ? `${one.name}: ${words.said(one.values[at])}` : words.said(one.values[at]);
    return line;
  });
  hint.replaceChildren(title, ...values);
  const right = u.cursor.left > u.over.clientWidth / 2;
  hint.style.left = right ? "auto" : `${u.cursor.left + 12}px`;
  hint.style.right = right ? `${u.over.clientWidth - u.cursor.left + 12}px` : "auto";
}

function legendOf(entries) {
  const list = element("ul", "chart-legend");
  for (const { name, colour, dashed } of entries) {
    const item = element("li", "");
    const sample = element("span", dashed ? "sample dashed" : "sample");
    if (colour) sample.style.background = colour;
    item.append(sample, name);
    list.append(item);
  }
  return list;
}

function element(tag, name) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  return made;
}
