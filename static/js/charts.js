/* Draws every <figure data-chart="ID"> from the JSON that the page wrote with {{ … |json_script:"ID" }}.

   kind     "progress": lines over days; "path": lines over named steps; "bars": one horizontal bar per label
   labels   progress: ISO days, in order; path and bars: names
   series   [{name, role, data}] with role "actual", "expected", "target" or "baseline"; data in the order of labels,
            numbers or null (no figure: the line has a gap, the bar is missing)
   unit     {style: "currency" | "number" | "percent" | "unit", currency: "USD", unit: "hour", divisor: 100, digits: 1}
            divisor (1 if absent) turns minor units into money; a percent is a share, 0.5 = 50 %
   status   bars only, may be absent: a status per label, colours the bar of the role "actual"
   notes    may be absent: a line of text per label, shown in its tooltip

   All texts come translated from the server; numbers and days are written here, in the page's language.
   The same figures stand in a table beside the chart, so the drawing itself is one picture to a screen reader. */

const { init } = await import(document.querySelector("meta[name=echarts]").content);

const root = document.documentElement;
const isRtl = root.dir === "rtl";
const locale = `${root.lang}-u-nu-latn-ca-gregory`;
const isCalm = matchMedia("(prefers-reduced-motion: reduce)");
const isNarrow = matchMedia("(max-width: 575.98px)");
const drawn = new Map();

// The drawing runs left to right; a right-to-left text inside keeps its own direction
const isolate = (text) => `${isRtl ? "\u2067" : "\u2068"}${text}\u2069`;

const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
function colour(name, alpha = 1) {
  const probe = document.createElement("i");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = getComputedStyle(probe).color;
  probe.remove();
  canvas.fillRect(0, 0, 1, 1);
  const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data;
  return `rgba(${r}, ${g}, ${b}, ${alpha})`;
}

// As on the server: the currency's code before the amount, Latin digits; an axis has short numbers and no currency
function numberFormat({ style = "number", currency, unit: name, divisor = 1, digits }, isShort) {
  const options = style === "percent" ? { style: "percent", maximumFractionDigits: digits ?? 1 } : {};
  if (style !== "percent") Object.assign(options, isShort ? { notation: "compact", maximumFractionDigits: 1 } : { maximumFractionDigits: digits ?? 0 });
  if (style === "unit") Object.assign(options, { style, unit: name, unitDisplay: "short" });
  const format = new Intl.NumberFormat(locale, options);
  const unit = style === "currency" && !isShort ? `${currency}\u00a0` : "";
  return (value) => (value === null || value === undefined ? "–" : unit + format.format(value / divisor));
}

function dayFormat(options) {
  const format = new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });
  return (iso) => format.format(new Date(`${iso}T00:00:00Z`));
}

function frame(chart, title) {
  const text = { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12, color: colour("--tblr-secondary") };
  return {
    textStyle: text,
    animation: !isCalm.matches,
    animationDuration: 400,
    aria: { enabled: true, label: { description: title } },
    grid: { top: [8, 8, 40][chart.series.length] ?? (isNarrow.matches ? 64 : 40), bottom: 4, left: 4, right: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    legend: {
      show: chart.series.length > 1,
      top: 0,
      [isRtl ? "right" : "left"]: 0,
      align: isRtl ? "right" : "left",
      data: chart.series.map(({ name }) => name)[isRtl ? "toReversed" : "slice"](),
      icon: "roundRect",
      itemHeight: 4,
      itemWidth: 18,
      itemGap: 18,
      textStyle: text,
      formatter: isolate,
    },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      backgroundColor: colour("--tblr-bg-surface"),
      borderColor: colour("--line"),
      textStyle: { ...text, color: colour("--tblr-body-color"), lineHeight: 18, align: isRtl ? "right" : "left" },
      axisPointer: { type: chart.kind === "bars" ? "none" : "line", lineStyle: { color: colour("--calm-bar") } },
      formatter: (points) => tooltip(chart, points),
    },
  };
}

function tooltip(chart, points) {
  const write = numberFormat(chart.unit ?? {}, false);
  const at = points[0].dataIndex;
  const head = chart.kind === "progress" ? dayFormat({ day: "numeric", month: "long", year: "numeric" })(chart.labels[at]) : chart.labels[at];
  const lines = points.map(({ seriesIndex }) => {
    const { name, data } = chart.series[seriesIndex];
    return isolate(`${name}: \u2068${write(data[at])}\u2069`);
  });
  return [isolate(head), ...lines, ...(chart.notes?.[at] ? [isolate(chart.notes[at])] : [])].join("\n");
}

// A share that comes near the whole is drawn against the whole, never against 120 %
function wholeScale(chart) {
  const most = Math.max(...chart.series.flatMap(({ data }) => data));
  return chart.unit?.style === "percent" && most > 0.75 && most <= 1 ? { max: 1, interval: 0.25 } : {};
}
const valueAxis = (chart) => ({
  type: "value",
  splitNumber: 4,
  ...wholeScale(chart),
  axisLabel: { formatter: (value) => isolate(numberFormat(chart.unit ?? {}, true)(value)), color: colour("--tblr-secondary") },
  splitLine: { lineStyle: { color: colour("--line") } },
});
const labelAxis = (chart, write) => ({
  type: "category",
  data: chart.labels,
  axisTick: { show: false },
  axisLine: { lineStyle: { color: colour("--line") } },
  axisLabel: { formatter: (label) => isolate(write(label)), color: colour("--tblr-secondary"), hideOverlap: true },
});

function dayAxis(chart) {
  const axis = labelAxis(chart, dayFormat({ day: "numeric", month: "short" }));
  const [first, last] = isRtl ? ["right", "left"] : ["left", "right"];
  return { ...axis, axisLabel: { ...axis.axisLabel, alignMinLabel: first, alignMaxLabel: last } };
}

const lineLooks = {
  actual: () => ({ lineStyle: { width: 2.5, color: colour("--accent") }, areaStyle: { color: colour("--accent", 0.1) }, z: 5 }),
  expected: () => ({ lineStyle: { width: 1.5, type: "dashed", color: colour("--calm") } }),
  target: () => ({ lineStyle: { width: 1.5, color: colour("--good-bar") } }),
  baseline: () => ({ lineStyle: { width: 1.5, type: "dotted", color: colour("--calm-bar") } }),
};

function progressChart(chart, title) {
  return {
    ...frame(chart, title),
    xAxis: { ...dayAxis(chart), inverse: isRtl, boundaryGap: false },
    yAxis: { ...valueAxis(chart), position: isRtl ? "right" : "left" },
    series: chart.series.map(({ name, role, data }) => {
      const look = (lineLooks[role] ?? lineLooks.actual)();
      return { type: "line", name, data, showSymbol: false, itemStyle: { color: look.lineStyle.color }, ...look };
    }),
  };
}

// Each side's points, joined over the steps in which only the other one moved
function pathChart(chart, title) {
  return {
    ...frame(chart, title),
    xAxis: { ...labelAxis(chart, (label) => label), inverse: isRtl },
    yAxis: { ...valueAxis(chart), scale: true, position: isRtl ? "right" : "left" },
    series: chart.series.map(({ name, role, data }) => {
      const look = (lineLooks[role] ?? lineLooks.actual)();
      const plain = { ...look, areaStyle: undefined };
      return { type: "line", name, data, connectNulls: true, symbol: "circle", symbolSize: 8, itemStyle: { color: look.lineStyle.color }, ...plain };
    }),
  };
}

const barColours = {
  on_track: "--good-bar",
  reached: "--good-bar",
  watch: "--watch-bar",
  off_track: "--off-bar",
  missed: "--off-bar",
  no_data: "--calm-bar",
  not_started: "--calm-bar",
};

function barsChart(chart, title) {
  const roles = { actual: "--accent", expected: "--calm-bar", target: "--calm-bar", baseline: "--past-bar" };
  return {
    ...frame(chart, title),
    xAxis: { ...valueAxis(chart), splitNumber: isNarrow.matches ? 2 : 4, inverse: isRtl },
    yAxis: {
      ...labelAxis(chart, (label) => label),
      inverse: true,
      position: isRtl ? "right" : "left",
      axisLabel: { formatter: isolate, color: colour("--tblr-body-color"), width: isNarrow.matches ? 120 : 200, overflow: "truncate" },
    },
    series: chart.series.map(({ name, role, data }) => ({
      type: "bar",
      name,
      barMaxWidth: 14,
      barGap: "20%",
      itemStyle: { color: colour(roles[role] ?? "--accent"), borderRadius: 2 },
      data: data.map((value, at) => {
        const status = role === "actual" && barColours[chart.status?.[at]];
        return status ? { value, itemStyle: { color: colour(status) } } : value;
      }),
    })),
  };
}

const kinds = { progress: progressChart, path: pathChart, bars: barsChart };

// Durations are drawn in their unit, so that the axis has round numbers of it; money keeps its minor units
function inItsUnit(chart) {
  const { style, divisor = 1 } = chart.unit ?? {};
  if (style !== "unit" || divisor === 1) return chart;
  const series = chart.series.map((one) => ({ ...one, data: one.data.map((value) => (value === null ? null : value / divisor)) }));
  return { ...chart, series, unit: { ...chart.unit, divisor: 1 } };
}

function draw(figure) {
  const source = document.getElementById(figure.dataset.chart);
  const place = figure.querySelector(".chart-canvas");
  if (!source || !place) return;
  const chart = inItsUnit(JSON.parse(source.textContent));
  figure.toggleAttribute("data-drawing", true);
  if (chart.kind === "bars") place.style.blockSize = `${chart.labels.length * (chart.series.length * 12 + 20) + (chart.series.length > 1 ? 70 : 38)}px`;
  place.dir = "ltr";
  const picture = drawn.get(place) ?? init(place, null, { renderer: "svg" });
  const title = figure.querySelector("figcaption")?.textContent.trim() ?? "";
  picture.setOption(kinds[chart.kind](chart, title), true);
  if (drawn.has(place)) return;
  drawn.set(place, picture);
  new ResizeObserver(() => picture.resize()).observe(place);
  figure.querySelector(".chart-table")?.removeAttribute("open");
}

function drawAll() {
  for (const [place, picture] of drawn) {
    if (place.isConnected) continue;
    picture.dispose();
    drawn.delete(place);
  }
  for (const figure of document.querySelectorAll("figure[data-chart]")) draw(figure);
}

await document.fonts.ready;
drawAll();
document.addEventListener("htmx:load", drawAll);
document.addEventListener("themechange", drawAll);
