//! uPlot (https://github.com/leeoniya/uPlot), Copyright (c) Leon Sorokin, MIT License
// Charts over the columns of a table that the server writes: the table has the same figures.
import uPlot from "uplot";
import { formats } from "../shared/reader";

const axisWidth = 44;
const columnShare = 0.82;
const columnWidthMax = 24;

interface Charts {
  redraw(): void;
}

interface Chart {
  place: HTMLElement;
  plot: uPlot;
}

/** Draws a chart in every element with data-chart, which names the columns of the table; a second one is stacked. */
export function drawCharts(): Charts {
  const table = document.querySelector<HTMLTableElement>(".figures table");
  const places = [...document.querySelectorAll<HTMLElement>("[data-chart]")];
  if (!table || places.length === 0) {
    return { redraw: () => {} };
  }

  const zone = known(table.dataset.zone);
  let charts: Chart[] = [];
  const draw = (): void => {
    for (const { plot } of charts) {
      plot.destroy();
    }

    charts = places.map((place) => ({ place, plot: new uPlot(options(place, zone), data(place, table), place) }));
  };
  draw();
  new ResizeObserver(() => {
    for (const { place, plot } of charts) {
      plot.setSize({ width: place.clientWidth, height: place.clientHeight });
    }
  }).observe(places[0]);

  // Colours are painted, so another theme means another painting.
  new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  return {
    redraw: () => {
      for (const { place, plot } of charts) {
        plot.setData(data(place, table));
      }
    },
  };
}

const color = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Seconds, then each series; of stacked ones the first is drawn last, so it stands before the sum of both. */
function data(place: HTMLElement, table: HTMLTableElement): uPlot.AlignedData {
  const rows = [...table.tBodies[0].rows];
  const times = rows.map((row) => Date.parse(row.querySelector("time")?.dateTime ?? "") / 1000);
  const columns = (place.dataset.chart ?? "").split(" ")
    .map((column) => rows.map((row) => Number(row.cells[Number(column)].dataset.figure)));
  return columns.length === 1
    ? [times, columns[0]]
    : [times, columns[0].map((value, i) => value + columns[1][i]), columns[0]];
}

function options(place: HTMLElement, zone: string | undefined): uPlot.Options {
  const isLine = place.dataset.line !== undefined;
  const text = { stroke: color("--ink-3"), font: `12px ${color("--font")}` };
  const columns = uPlot.paths.bars?.({ size: [columnShare, columnWidthMax], radius: 0.1 });
  const series = (name: string): uPlot.Series => isLine
    ? { stroke: color(name), width: 2, fill: color("--action-soft"), points: { show: false } }
    : { fill: color(name), width: 0, paths: columns, points: { show: false } };
  const isStacked = (place.dataset.chart ?? "").includes(" ");
  return {
    // On the clock of the venue, as the table has it.
    tzDate: (seconds) => zone ? uPlot.tzDate(new Date(seconds * 1000), zone) : new Date(seconds * 1000),
    width: place.clientWidth,
    height: place.clientHeight,
    padding: [12, 0, 0, 4],
    legend: { show: false },
    cursor: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    scales: {
      // The first and the last column are as wide as the others.
      x: { range: (plot, first, last) => isLine ? [first, last] : widened(first, last, plot.data[0].length) },
      y: { range: (_, __, most) => [0, top(most)] },
    },
    series: [{}, ...(isStacked ? [series("--chart-2")] : []), series("--chart-1")],
    axes: [
      {
        ...text, grid: { show: false }, ticks: { show: false }, size: 26, space: 64,
        values: (plot, splits) => splits.map((seconds) => timeText(new Date(seconds * 1000), span(plot), zone)),
      },
      {
        ...text, side: 1, size: axisWidth, ticks: { show: false }, space: 36, incrs: whole,
        grid: { stroke: color("--chart-grid"), width: 1 },
      },
    ],
  };
}

// Counts are whole numbers.
const whole = [0, 1, 2, 3, 4, 5, 6].flatMap((power) => [1, 2, 5].map((step) => step * 10 ** power));

function widened(first: number, last: number, count: number): [number, number] {
  const half = (last - first) / Math.max(1, count - 1) / 2;
  return [first - half, last + half];
}

const top = (most: number): number => (most > 0 ? most * 1.08 : 4);

const span = (plot: uPlot): number => (plot.scales.x.max ?? 0) - (plot.scales.x.min ?? 0);

const clock: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };
const day: Intl.DateTimeFormatOptions = { weekday: "short", day: "numeric" };
const twoDays = 2 * 24 * 3600;

const timeText = (at: Date, seconds: number, timeZone?: string): string =>
  new Intl.DateTimeFormat(formats, { ...(seconds > twoDays ? day : clock), timeZone }).format(at);

/** The zone, if the browser knows it too. */
function known(zone: string | undefined): string | undefined {
  try {
    return zone && new Intl.DateTimeFormat("en-GB", { timeZone: zone }) ? zone : undefined;
  } catch {
    return undefined;
  }
}
