import { expect, it } from 'vitest'
import type { Shell } from '../ports/shell.ts'
import { runTogether } from './run-check.ts'

it('makes independent checks at the same moment, and keeps the order of their list', async () => {
  const begun: string[] = []
  const answers: (() => void)[] = []
  const shell: Shell = {
    exec: (command) =>
      new Promise((resolve) => {
        begun.push(command)
        // The last one answers first.
        answers.unshift(() =>
          resolve({ status: 'exited', exitCode: 0, stdout: command, stderr: '', truncated: false, durationMs: 1 }),
        )
      }),
  }
  const commands = ['first', 'second', 'third']
  const results = runTogether(
    { shell },
    commands.map((command) => ({ name: command, command })),
    new AbortController().signal,
  )
  expect(begun).toEqual(commands)
  for (const answer of answers) {
    answer()
    await Promise.resolve()
  }
  expect((await results).map(({ name, stdout }) => [name, stdout])).toEqual(commands.map((each) => [each, each]))
})
