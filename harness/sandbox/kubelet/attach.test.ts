import { expect, it } from 'vitest'
import { createSimulation } from '../engine/create-simulation.ts'
import { attach } from './attach.ts'
import { type Instance, type LogLine, writeLog } from './instance.ts'

it('what is written while somebody is attached is heard once, also when the log turns over', async () => {
  const simulation = createSimulation({ startMs: 0 })
  const written: LogLine[] = []
  const instance = { written, exit: undefined, table: undefined } as unknown as Instance
  const lines = 2 * 3000
  writeLog(instance, { atMs: 0, text: 'before' })
  for (let line = 1; line <= lines; line += 1)
    simulation.schedule(line * 10, () => writeLog(instance, { atMs: line * 10, text: String(line) }))
  simulation.schedule(lines * 10 + 1, () => {
    instance.exit = { atMs: simulation.nowMs(), exitCode: 0, reason: 'Completed' }
  })
  let heard = ''
  const talk = {
    isTerminal: false,
    hasInput: false,
    meet: () => {},
    write: (_stream: string, text: string) => {
      heard += text
    },
  }
  await simulation.run((flow) => attach(flow, { console: undefined }, instance, talk))
  expect(written.length).toBeLessThan(lines)
  expect(heard).toBe(Array.from({ length: lines }, (_, index) => `${index + 1}\n`).join(''))
})
