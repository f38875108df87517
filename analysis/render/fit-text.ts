import type { MeasureText } from './font.ts'

/**
 * Pins every text of a figure to the width that was reserved for it (`textLength`), so that a reader whose machine lacks
 * the figure's font sees another face, but nothing cut and nothing overlapping.
 * @param svg as Vega writes it: one line of text an element, attributes in double quotes
 */
export const fitText = (measure: MeasureText, svg: string): string =>
  svg.replaceAll(/<text([^>]*)>([^<]+)<\/text>/g, (_element, attributes: string, content: string) => {
    const sizePx = Number(attribute(attributes, 'font-size')?.replace('px', '') ?? 11)
    const width = measure(decode(content), sizePx, attribute(attributes, 'font-weight'))
    return `<text${attributes} textLength="${width.toFixed(2)}" lengthAdjust="spacingAndGlyphs">${content}</text>`
  })

const attribute = (attributes: string, name: string): string | undefined =>
  new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1]

const decode = (content: string): string =>
  content.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
