import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * The verdict of a run of vitest. A skipped or unfinished test is a failed one, and so is a file that could not be
 * loaded; a run that ended badly, or without a report, never counts as clean.
 *
 * @typedef {{ status: string, assertionResults: readonly { status: string, fullName: string }[], name: string }} TestFile
 * @param {{ testResults: readonly TestFile[] } | undefined} report vitest's JSON report
 * @param {readonly number[]} exitCodes of the tests and of the other checks
 * @returns {{ passed: number, failures: string[] }}
 */
export const countResults = (report, exitCodes) => {
  const files = report?.testResults ?? []
  const tests = files.flatMap((file) => file.assertionResults)
  const failures = [
    ...tests.filter(({ status }) => status !== 'passed').map(({ status, fullName }) => `${status}: ${fullName}`),
    ...files
      .filter((file) => file.status !== 'passed' && file.assertionResults.every(({ status }) => status === 'passed'))
      .map((file) => `did not run to its end: ${file.name}`),
  ]
  const [testsExit = 1, ...otherExits] = exitCodes
  if (tests.length === 0) failures.push('no test ran')
  else if (testsExit !== 0 && failures.length === 0) failures.push(`the test command exited with ${testsExit}`)
  for (const exit of otherExits) if (exit !== 0) failures.push('a static check failed')
  return { passed: tests.filter(({ status }) => status === 'passed').length, failures }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [path = '', ...exits] = process.argv.slice(2)
  const report = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
  const { passed, failures } = countResults(report, exits.map(Number))
  for (const failure of failures) console.error(failure)
  console.log(`${passed} ${failures.length}`)
}
