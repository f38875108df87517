import { expect, it } from 'vitest'
import type { CommandOutcome } from '../domain/command-outcome.ts'
import type { Shell } from '../ports/shell.ts'
import { readIsolation } from './isolation.ts'

const exited = (exitCode: number, stdout = ''): CommandOutcome => ({
  status: 'exited',
  exitCode,
  stdout,
  stderr: '',
  truncated: false,
  durationMs: 5,
})
const hangs: CommandOutcome = { status: 'timed-out', limitMs: 30_000, stdout: '', stderr: '', durationMs: 30_000 }

/** Answers by the first word of a command. */
const aShell = (answers: Readonly<Record<string, CommandOutcome>>): Shell => ({
  exec: (command) => Promise.resolve(answers[command.split(' ')[0] ?? ''] ?? exited(127)),
})
const harness = aShell({ id: exited(0, 'ops\n'), echo: exited(0, '/home/ops/.kube/config\n') })
const apart = { id: exited(0, 'operator\n'), test: exited(1), kubectl: exited(1, 'no\n') }

it('is found where the account is another one, reads no kubeconfig of the harness, and has no rights', async () => {
  expect(await readIsolation({ harness, method: aShell(apart) })).toEqual({ status: 'restricted', account: 'operator' })
})

it.each([
  ['the same account', { id: exited(0, 'ops\n') }, 'method_user is ops, the account of the harness itself'],
  ['a kubeconfig in reach', { test: exited(0) }, 'operator can read /home/ops/.kube/config'],
  ['rights of its own', { kubectl: exited(0, 'yes\n') }, 'operator may create namespaces'],
  ['no shell', { id: exited(1, 'This account is currently not available.\n') }, 'runs no commands: exit 1'],
  ['no answer about the kubeconfig', { test: hangs }, 'operator gave no answer: timed out after 30 s'],
  ['no answer about rights', { kubectl: hangs }, 'operator gave no answer: timed out after 30 s'],
])('is not found for %s', async (_what, changes, detail) => {
  expect(await readIsolation({ harness, method: aShell({ ...apart, ...changes }) })).toMatchObject({
    status: 'none',
    problem: { detail: expect.stringContaining(detail) },
  })
})
