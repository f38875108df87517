import { expect, it } from 'vitest'
import { openTextMeasure } from '../render/font.ts'
import { renderSvg } from '../render/render-svg.ts'
import { heatmapFigure } from './heatmap.ts'

it('prints every cell in an ink that stands out from its ground (WCAG AA, 4.5 to 1)', async () => {
  const cells = [1, 2, 3, 4, 5, 7, 10, 12].flatMap((trials) =>
    [...Array(trials + 1).keys()].map((solved) => ({ task: `n${trials}`, method: `k${solved}`, trials, solved })),
  )
  const tasks = [...new Set(cells.map(({ task }) => task))]
  const methods = [...new Set(cells.map(({ method }) => method))]
  const svg = await renderSvg(openTextMeasure(), heatmapFigure({ tasks, methods }, cells))
  const grounds = [...svg.matchAll(/<path[^>]*fill="(rgb\([^"]*\))"[^>]*stroke="white"/g)].map(([, fill]) => fill ?? '')
  const inks = [...svg.matchAll(/<text[^>]*fill="([^"]*)"[^>]*>\d+\/\d+</g)].map(([, fill]) => fill ?? '')
  expect(grounds).toHaveLength(cells.length)
  expect(inks).toHaveLength(cells.length)
  for (const [index, ground] of grounds.entries())
    expect(contrast(luminance(ground), inks[index] === 'white' ? 1 : 0)).toBeGreaterThanOrEqual(4.5)
  expect(new Set(inks)).toEqual(new Set(['white', 'black']))
})

const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)

/** Relative luminance of WCAG 2.2 of `rgb(r, g, b)`. */
const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map((channel) => {
    const share = Number(channel) / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
