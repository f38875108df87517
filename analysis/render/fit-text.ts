import type { MeasureText } from './font.ts'

/**
 * Pins every line of text of a figure to the width that was reserved for it (`textLength`), so that a reader whose machine
 * lacks the figure's font sees another face, but nothing cut and nothing overlapping.
 * @param svg as Vega writes it: a text element holds its line, or a span for each of its lines; attributes in double quotes
 */
export const fitText = (measure: MeasureText, svg: string): string =>
  svg.replaceAll(/<text([^>]*)>(.*?)<\/text>/gs, (_element, attributes: string, content: string) => {
    const sizePx = Number(attribute(attributes, 'font-size')?.replace('px', '') ?? 11)
    const weight = attribute(attributes, 'font-weight')
    const fit = (line: string): string =>
      ` textLength="${measure(decode(line), sizePx, weight).toFixed(2)}" lengthAdjust="spacingAndGlyphs"`
    if (!content.startsWith('<tspan')) return `<text${attributes}${fit(content)}>${content}</text>`
    const lines = content.replaceAll(
      /<tspan([^>]*)>([^<]*)<\/tspan>/g,
      (_span, place: string, line: string) => `<tspan${place}${fit(line)}>${line}</tspan>`,
    )
    return `<text${attributes}>${lines}</text>`
  })

const attribute = (attributes: string, name: string): string | undefined =>
  new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1]

const decode = (content: string): string =>
  content.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
