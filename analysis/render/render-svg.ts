import * as vega from 'vega'
import { compile } from 'vega-lite'
import type { TopLevelSpec } from 'vega-lite'
import { fitText } from './fit-text.ts'
import './vega-text-metrics.ts'
import type { MeasureText } from './font.ts'

/**
 * Draws a Vega-Lite figure as a standalone SVG document. The same specification gives the same bytes.
 * @param measure widths of the shipped font: layout is reserved by them
 * @throws {Error} for a specification that Vega-Lite finds fault with, warnings included
 */
export const renderSvg = async (measure: MeasureText, specification: TopLevelSpec): Promise<string> => {
  const loud = failOnWarning()
  const { spec } = compile(specification, { logger: loud })
  // Without a canvas Vega guesses widths; its scene graph offers this one process-wide hook, put back below.
  const guess = vega.textMetrics.width
  vega.textMetrics.width = (item, text) => measure(String(text ?? item.text), item.fontSize ?? 11, item.fontWeight)
  vega.resetSVGDefIds()
  const view = new vega.View(vega.parse(spec), { renderer: 'none', logger: loud })
  try {
    return fitText(measure, await view.toSVG())
  } finally {
    view.finalize()
    vega.textMetrics.width = guess
  }
}

const failOnWarning = () => {
  const logger = vega.logger(vega.Warn)
  const fail = (...reasons: readonly unknown[]): never => {
    throw new Error(`figure: ${reasons.map(String).join(' ')}`)
  }
  logger.warn = fail
  logger.error = fail
  return logger
}
