import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { stateOfHolder, thisHolder } from './process-holder.ts'
import { processStart } from './process-start.ts'

test('a process runs, or is gone, and of one elsewhere nothing is said', async () => {
  const own = thisHolder() ?? ''
  const [where] = own.split('.')
  const other = spawn('sleep', ['60'])
  const holder = `${where}.${other.pid}.${processStart(other.pid ?? 0)}`
  expect([own, holder].map(stateOfHolder)).toEqual(['runs', 'runs'])
  other.kill('SIGKILL')
  await once(other, 'exit')
  expect(stateOfHolder(holder)).toBe('gone')
  // The number was given to another process since.
  expect(stateOfHolder(own.replace(/\d+$/, '1'))).toBe('gone')
  expect(stateOfHolder(holder.replace(where ?? '', '0123456789abcdef'))).toBe('unknown')
})
