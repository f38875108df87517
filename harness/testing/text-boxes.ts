import { SaxesParser } from 'saxes'
import type { MeasureText } from '../../analysis/render/font.ts'

/** The four corners of a line of text on the canvas, in px, with the text itself. */
export interface TextBox {
  readonly text: string
  readonly corners: readonly (readonly [x: number, y: number])[]
}

/** A drawn figure, read back: size of its canvas and where each line of text stands. */
export interface ReadFigure {
  readonly width: number
  readonly height: number
  readonly texts: readonly TextBox[]
}

/**
 * Reads the texts of an SVG figure back, with the widths of the font that it is drawn in.
 * @throws {Error} for text that hangs in a construct not known here: it must not pass unseen
 */
export const readTexts = (measure: MeasureText, svg: string): ReadFigure => {
  const parser = new SaxesParser()
  const stack: Frame[] = []
  const texts: TextBox[] = []
  let size = { width: 0, height: 0 }
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const parent = stack.at(-1)
    if (name === 'svg') size = { width: Number(attributes['width']), height: Number(attributes['height']) }
    if (parent?.name === 'text') stack.push(nextLine(parent, attributes))
    else
      stack.push({
        name,
        attributes,
        matrix: multiply(parent?.matrix ?? IDENTITY, toMatrix(attributes['transform'] ?? '')),
      })
  })
  parser.on('text', (text) => {
    const frame = stack.at(-1)
    if (text.trim() === '') return
    if (frame?.name !== 'text') throw new Error(`text outside a text element: ${text}`)
    texts.push({ text, corners: toCorners(measure, frame, text) })
  })
  parser.on('closetag', () => stack.pop())
  parser.write(svg).close()
  return { ...size, texts }
}

interface Frame {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  matrix: Matrix
}

/** A span is a line of its own: it stands `dy` below the line before, which the text element keeps. */
const nextLine = (text: Frame, attributes: Readonly<Record<string, string>>): Frame => {
  text.matrix = multiply(text.matrix, [1, 0, 0, 1, 0, Number(attributes['dy'] ?? 0)])
  return { name: 'text', attributes: text.attributes, matrix: text.matrix }
}

/** Rows (a c e) and (b d f) of SVG's matrix. */
type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number]
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]

const multiply = (m: Matrix, n: Matrix): Matrix => [
  m[0] * n[0] + m[2] * n[1],
  m[1] * n[0] + m[3] * n[1],
  m[0] * n[2] + m[2] * n[3],
  m[1] * n[2] + m[3] * n[3],
  m[0] * n[4] + m[2] * n[5] + m[4],
  m[1] * n[4] + m[3] * n[5] + m[5],
]

const toMatrix = (transform: string): Matrix =>
  [...transform.matchAll(/(\w+)\(([^)]*)\)/g)].reduce<Matrix>((matrix, [, kind, list = '']) => {
    const [x = 0, y = 0] = list.split(/[\s,]+/).map(Number)
    if (kind === 'translate') return multiply(matrix, [1, 0, 0, 1, x, y])
    if (kind !== 'rotate') throw new Error(`unknown transform ${kind ?? ''} of a figure`)
    const [cos, sin] = [Math.cos((x * Math.PI) / 180), Math.sin((x * Math.PI) / 180)]
    return multiply(matrix, [cos, sin, -sin, cos, 0, 0])
  }, IDENTITY)

/** From the top of capitals to the foot of a "g", as shares of the font's size. */
const [CAPITALS, DESCENDERS] = [0.73, 0.2]

const toCorners = (measure: MeasureText, { attributes, matrix }: Frame, text: string): TextBox['corners'] => {
  const sizePx = Number((attributes['font-size'] ?? '11px').replace('px', ''))
  const width = measure(text, sizePx, attributes['font-weight'])
  const anchor = { start: 0, middle: 0.5, end: 1 }[attributes['text-anchor'] ?? 'start'] ?? 0
  const left = Number(attributes['x'] ?? 0) - anchor * width
  const base = Number(attributes['y'] ?? 0)
  const [top, bottom] = [base - CAPITALS * sizePx, base + DESCENDERS * sizePx]
  const place = (x: number, y: number) =>
    [matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]] as const
  return [place(left, top), place(left + width, top), place(left + width, bottom), place(left, bottom)]
}
