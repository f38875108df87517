import { describe, expect, it } from 'vitest'
import type { TrialSpec } from '../../harness/domain/trial.ts'
import { aSweepStore, someMethods } from '../../harness/testing/a-sweep-store.ts'
import { readTexts } from '../../harness/testing/text-boxes.ts'
import { findTextFaults } from '../../harness/testing/text-faults.ts'
import { openTextMeasure } from '../render/font.ts'
import { renderPng } from '../render/render-png.ts'
import { renderSvg } from '../render/render-svg.ts'
import { analyse } from '../summary/analyse.ts'
import { reportFigures } from './report-figures.ts'

const measure = openTextMeasure()
const TITLES = [
  'OpsSkill',
  'OpsSkill − ir',
  'OpsSkill − verifier',
  'OpsSkill − gate',
  'Direct',
  'ReAct',
  'Reflexion',
  'Template',
  'A method whose authors could not agree on a short title at all',
  'i',
  'WWWWWWWWWWWWWWWWWWWWWWWWWWWWWW',
  'Höhere Gewalt & <Zufall> “in Anführung”',
]

/** By seed and task some solved; the gate acts, the verifier never; holes where a trial is void or was never run. */
const result = ({ index, method, seed }: TrialSpec) => {
  if (index % 13 === 5) return 'void' as const
  if (index % 29 === 7 || method.title === 'Reflexion') return undefined
  const passed = (index * 7 + seed) % 3 > 0
  return {
    outcome: passed ? ('solved' as const) : ('unsolved' as const),
    verdict: {
      passed,
      checks: [{ name: 'a', command: '', passed, detail: '', exitCode: null, stdout: '', stderr: '' }] as const,
      guard: [],
    },
    events:
      method.name === 'opsskill'
        ? [{ type: 'decision' as const, atMs: 1, component: 'gate' as const, activated: true, detail: '' }]
        : [],
  }
}

const draw = async (methods: number, tasks: number) => {
  const store = aSweepStore({
    methods: someMethods(TITLES.slice(0, methods)),
    tasks: [...Array(tasks).keys()].map((task) =>
      task === 2 ? `a-task-with-a-name-as-long-as-a-name-of-kubernetes-may-be-63-${task}` : `recover-${task}`,
    ),
    seeds: [0, 1, 2],
    result,
  })
  const drawn = []
  for (const { name, specification } of reportFigures(analyse(store, { sweepId: 'pilot', fallbacks: 'exclude' })))
    drawn.push({ name, svg: await renderSvg(measure, specification) })
  return drawn
}

describe('reportFigures', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
    'keep every text inside the canvas and off every other text with %i methods',
    async (methods) => {
      for (const { svg } of await draw(methods, 9)) {
        const figure = readTexts(measure, svg)
        expect(figure.texts.length).toBeGreaterThan(1)
        expect(findTextFaults(figure)).toEqual([])
      }
    },
  )

  it('say in words what is missing and what was not exercised', async () => {
    const figures = new Map((await draw(8, 9)).map(({ name, svg }) => [name, readTexts(measure, svg).texts]))
    const count = (name: string, words: string) => figures.get(name)?.filter(({ text }) => text === words).length
    expect(count('solved-rate', 'missing')).toBe(1)
    expect(count('task-method-heatmap', 'missing')).toBe(9)
    expect(count('ablation', 'not exercised')).toBe(6)
  })

  it('are the same bytes when drawn again, as SVG and as PNG', async () => {
    const [first, second] = [await draw(8, 9), await draw(8, 9)]
    expect(second).toEqual(first)
    for (const [index, { svg }] of first.entries()) {
      expect(Buffer.compare(renderPng(svg), renderPng(second[index]?.svg ?? ''))).toBe(0)
    }
  })

  it('pin every text to the width of the shipped font', async () => {
    for (const { svg } of await draw(4, 9)) {
      const { texts } = readTexts(measure, svg)
      expect(svg.match(/textLength="[\d.]+" lengthAdjust/g)?.length).toBe(texts.length)
    }
  })
})

describe('findTextFaults', () => {
  it('sees a text that moved onto another one, a text that grew, and a canvas that shrank', async () => {
    for (const { svg } of await draw(8, 9)) {
      const half = (side: 'width' | 'height') =>
        svg.replace(
          new RegExp(`(<svg[^>]* ${side}=)"(\\d+)"`),
          (_, head: string, px: string) => `${head}"${Number(px) / 2}"`,
        )
      expect(findTextFaults(readTexts(measure, half('width')))).not.toEqual([])
      expect(findTextFaults(readTexts(measure, half('height')))).not.toEqual([])
      const stacked = svg.replaceAll(/(<text[^>]*) transform="[^"]*"/g, '$1 transform="translate(50,50)"')
      expect(findTextFaults(readTexts(measure, stacked))).not.toEqual([])
    }
  })

  it('takes turned texts that run side by side as apart, and crossing ones as touching', () => {
    const svg = (gap: number, angle: number) =>
      `<svg width="400" height="400"><text transform="translate(50,300) rotate(-45)" font-size="11px">a longer label</text>` +
      `<text transform="translate(${50 + gap},300) rotate(${angle})" font-size="11px">another label</text></svg>`
    expect(findTextFaults(readTexts(measure, svg(30, -45)))).toEqual([])
    expect(findTextFaults(readTexts(measure, svg(5, -45)))).toEqual(['"a longer label" overlaps "another label"'])
    expect(findTextFaults(readTexts(measure, svg(30, -135)))).toEqual(['"a longer label" overlaps "another label"'])
  })
})
