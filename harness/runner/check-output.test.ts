import { describe, expect, it } from 'vitest'
import type { Check } from '../domain/check.ts'
import { checkOutput } from './check-output.ts'

const judge = (expectation: Partial<Check>, stdout: string, exitCode = 0) => {
  const outcome = { status: 'exited', exitCode, stdout, stderr: '', truncated: false, durationMs: 1 } as const
  const { passed, detail } = checkOutput({ name: 'c', command: 'x', ...expectation }, outcome)
  return { passed, detail }
}
const PODS = JSON.stringify({
  items: [
    { metadata: { name: 'a' }, n: 1 },
    { metadata: { name: 'b' }, n: 3 },
  ],
})

describe('holding a check against an output', () => {
  it('expects exit code 0 unless the check says otherwise', () => {
    expect(judge({}, '', 1)).toEqual({ passed: false, detail: 'exit=1, expected 0: no output' })
    expect(judge({ expect_exit_code: 1 }, '', 1).passed).toBe(true)
  })

  it('needs the exit code beside every other expectation', () => {
    expect(judge({ expect_stdout_contains: 'ready' }, 'ready', 2).passed).toBe(false)
  })

  it('matches regular expressions line by line', () => {
    expect(judge({ expect_stdout_matches: '^b$' }, 'a\nb\n').passed).toBe(true)
    expect(judge({ expect_stdout_matches: '^c$' }, 'a\nb\n').detail).toBe('stdout does not match /^c$/: a')
  })

  it('needs every value of a JSONPath to be as expected, and at least one', () => {
    const items = (expectation: object) => judge({ expect_jsonpath: { path: '$.items[*].n', ...expectation } }, PODS)
    expect(items({ at_most: 3 }).passed).toBe(true)
    expect(items({ at_least: 2 })).toEqual({ passed: false, detail: '$.items[*].n: expected is at least 2, found 1' })
    expect(judge({ expect_jsonpath: { path: '$.none', equals: 1 } }, PODS).passed).toBe(false)
    expect(judge({ expect_jsonpath: { path: '$.items[?@.n==3].metadata.name', equals: 'b' } }, PODS).passed).toBe(true)
  })

  it('fails, and does not throw, on an output that is not JSON and a path that is none', () => {
    expect(judge({ expect_jsonpath: { path: '$.a', equals: 1 } }, 'No resources found').passed).toBe(false)
    expect(judge({ expect_jsonpath: { path: '$..[', equals: 1 } }, '{}').passed).toBe(false)
  })

  it('never passes a command that did not end', () => {
    const outcome = { status: 'timed-out', limitMs: 5_000, stdout: 'ready', stderr: '', durationMs: 5_000 } as const
    expect(checkOutput({ name: 'c', command: 'x', expect_stdout_contains: 'ready' }, outcome)).toMatchObject({
      passed: false,
      exitCode: null,
      detail: 'timed out after 5 s',
    })
  })
})
