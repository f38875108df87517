import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { isHolderGone, thisHolder } from './process-holder.ts'
import { processStart } from './process-start.ts'

test('a process that runs is not gone, one that ended is, and of one elsewhere nothing is said', async () => {
  const own = thisHolder() ?? ''
  const [where] = own.split('.')
  const other = spawn('sleep', ['60'])
  const holder = `${where}.${other.pid}.${processStart(other.pid ?? 0)}`
  expect([own, holder].map(isHolderGone)).toEqual([false, false])
  other.kill('SIGKILL')
  await once(other, 'exit')
  expect(isHolderGone(holder)).toBe(true)
  // The number was given to another process since.
  expect(isHolderGone(own.replace(/\d+$/, '1'))).toBe(true)
  expect(isHolderGone(holder.replace(where ?? '', '0123456789abcdef'))).toBe(false)
})
