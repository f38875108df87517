import { expect, it } from 'vitest'
import { followLog } from './follow-log.ts'
import type { LogOptions } from './types/connect.ts'

const KEPT = 5

/** A log that keeps its newest lines only. */
const aLog = () => {
  const lines: string[] = []
  let atMs = 0
  return {
    write: (...texts: readonly string[]) => {
      for (const text of texts) lines.push(`${new Date((atMs += 1)).toISOString()} ${text}`)
      lines.splice(0, lines.length - KEPT)
    },
    read: ({ timestamps }: LogOptions) =>
      lines.map((line) => `${timestamps === true ? line : line.slice(line.indexOf(' ') + 1)}\n`).join(''),
  }
}

it('hears every line once, also when the oldest ones go', () => {
  const log = aLog()
  log.write('before')
  const next = followLog(log.read, {})
  const heard: string[] = []
  for (let round = 0; round < 6; round += 1) {
    log.write(`${round} a`, '', `${round} b`)
    heard.push(next(), next())
  }
  expect(heard).toEqual(Array.from({ length: 6 }, (_, round) => [`${round} a\n\n${round} b\n`, '']).flat())
})

it('tells lines apart that are alike', () => {
  const log = aLog()
  log.write('same', 'same', 'same', 'same', 'same')
  const next = followLog(log.read, {})
  log.write('same', 'same')
  expect(next()).toBe('same\nsame\n')
})

it('shows all that is left when everything that was seen is gone, with times where they are wanted', () => {
  const log = aLog()
  log.write('old')
  const next = followLog(log.read, { timestamps: true })
  log.write('1', '2', '3', '4', '5', '6')
  expect(next()).toMatch(/^1970-\S+ 2\n(?:1970-\S+ \d\n){4}$/)
})
