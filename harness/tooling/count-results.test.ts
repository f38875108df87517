import { expect, test } from 'vitest'
import { countResults } from './count-results.mjs'

const file = (status: string, ...statuses: string[]) => ({
  name: 'a.test.ts',
  status,
  assertionResults: statuses.map((each, index) => ({ status: each, fullName: `test ${index}` })),
})
const counts = (files: ReturnType<typeof file>[], exits = [0, 0]) => {
  const { passed, failures } = countResults({ testResults: files }, exits)
  return `${passed} passed, ${failures.length} failed`
}

test('passed tests are counted over all files', () => {
  expect(counts([file('passed', 'passed', 'passed'), file('passed', 'passed')])).toBe('3 passed, 0 failed')
})

test('a failed, a skipped and a planned test are failures', () => {
  expect(counts([file('failed', 'passed', 'failed')], [1, 0])).toBe('1 passed, 1 failed')
  expect(counts([file('passed', 'passed', 'skipped')])).toBe('1 passed, 1 failed')
  expect(counts([file('passed', 'todo', 'pending')])).toBe('0 passed, 2 failed')
})

test('a file that could not be loaded is a failure although it has no test', () => {
  expect(counts([file('passed', 'passed'), file('failed')], [1, 0])).toBe('1 passed, 1 failed')
})

test('an exit code is never lost', () => {
  expect(counts([file('passed', 'passed')], [1, 0])).toBe('1 passed, 1 failed')
  expect(counts([file('passed', 'passed')], [0, 1])).toBe('1 passed, 1 failed')
})

test('no test at all is a failure', () => {
  expect(counts([])).toBe('0 passed, 1 failed')
  expect(countResults(undefined, [1, 0]).failures).toEqual(['no test ran'])
})
