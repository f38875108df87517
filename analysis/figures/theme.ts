import type { TopLevelSpec } from 'vega-lite'

/** Okabe–Ito hues and greys: told apart by colour-blind readers, and by lightness in print. */
export const INK = {
  text: '#1a1a1a',
  muted: '#6b6b6b',
  line: '#8a8a8a',
  grid: '#e6e6e6',
  blue: '#0072b2',
  orange: '#d55e00',
}

/** A figure before it is drawn: data and marks, without a font's metrics. */
export type Figure = TopLevelSpec

/** One look for all figures: white ground, thin grid, the shipped face. Text of 10–11 px is 8 pt at the width of a paper's column. */
export const theme: NonNullable<TopLevelSpec['config']> = {
  // The first face ships with the program; the others stand in where a reader opens the SVG without it.
  font: 'Inter, Helvetica Neue, Helvetica, Arial, sans-serif',
  // Descriptions of single marks would triple a figure's size; the page describes the figure as a whole.
  aria: false,
  background: 'white',
  padding: 6,
  view: { stroke: null },
  axis: {
    labelFontSize: 10.5,
    titleFontSize: 10.5,
    titleFontWeight: 600,
    labelColor: INK.text,
    titleColor: INK.text,
    gridColor: INK.grid,
    domainColor: INK.line,
    tickColor: INK.line,
    tickSize: 4,
    labelLimit: 0,
    titleLimit: 0,
    titlePadding: 8,
  },
  axisY: { domain: false, ticks: false, labelPadding: 8, grid: false },
  legend: {
    orient: 'top',
    title: null,
    labelFontSize: 10.5,
    labelColor: INK.text,
    labelLimit: 0,
    symbolSize: 55,
    offset: 10,
    columnPadding: 18,
  },
  header: { labelFontSize: 10.5, labelFontWeight: 600, labelColor: INK.text, labelLimit: 0 },
  text: { fontSize: 10.5, color: INK.text },
  title: { fontSize: 10.5, fontWeight: 600, color: INK.text, limit: 0, anchor: 'middle', offset: 8 },
}
