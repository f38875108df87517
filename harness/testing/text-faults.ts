import type { ReadFigure, TextBox } from './text-boxes.ts'

/** What is wrong with the lettering of a figure, one sentence each: text beyond the canvas, and pairs of texts that touch. */
export const findTextFaults = ({ width, height, texts }: ReadFigure): readonly string[] => [
  ...texts
    .filter(({ corners }) => corners.some(([x, y]) => x < 0 || y < 0 || x > width || y > height))
    .map(({ text }) => `"${text}" leaves the canvas`),
  ...texts.flatMap((box, index) =>
    texts
      .slice(index + 1)
      .filter((other) => overlap(box, other))
      .map((other) => `"${box.text}" overlaps "${other.text}"`),
  ),
]

/** Two turned rectangles are apart exactly where an edge direction of one of them separates them. */
const overlap = (a: TextBox, b: TextBox): boolean =>
  [...directions(a), ...directions(b)].every((axis) => {
    const [lowA, highA] = extent(a, axis)
    const [lowB, highB] = extent(b, axis)
    return lowA < highB && lowB < highA
  })

type Vector = readonly [x: number, y: number]

const directions = ({ corners: [p, q, , s] }: TextBox): readonly Vector[] =>
  p === undefined || q === undefined || s === undefined
    ? []
    : [
        [q[0] - p[0], q[1] - p[1]],
        [s[0] - p[0], s[1] - p[1]],
      ]

const extent = ({ corners }: TextBox, [x, y]: Vector): readonly [low: number, high: number] => {
  const along = corners.map((corner) => corner[0] * x + corner[1] * y)
  return [Math.min(...along), Math.max(...along)]
}
