import { query, type JsonValue } from 'jsonpath-rfc9535'
import type { Check, CheckResult, JsonPathExpectation } from '../domain/check.ts'
import { type CommandOutcome, describeOutcome } from '../domain/command-outcome.ts'
import { compileRegex } from '../domain/regex.ts'

/** Holds a check against what its command came to: every expectation has to hold; the first that does not is the detail. */
export const checkOutput = (check: Check, outcome: CommandOutcome): CheckResult => {
  const base = {
    name: check.name,
    command: check.command,
    ...(check.signal === undefined ? {} : { signal: check.signal }),
  }
  if (outcome.status !== 'exited')
    return {
      ...base,
      passed: false,
      detail: describeOutcome(outcome),
      exitCode: null,
      stdout: outcome.status === 'timed-out' ? outcome.stdout : '',
      stderr: outcome.status === 'timed-out' ? outcome.stderr : '',
    }
  const { exitCode, stdout, stderr } = outcome
  const findings = [
    exitFinding(check.expect_exit_code ?? 0, exitCode, stderr || stdout),
    ...(check.expect_stdout_contains === undefined ? [] : [containsFinding(check.expect_stdout_contains, stdout)]),
    ...(check.expect_stdout_matches === undefined ? [] : [matchFinding(check.expect_stdout_matches, stdout)]),
    ...(check.expect_jsonpath === undefined ? [] : [jsonFinding(check.expect_jsonpath, stdout)]),
  ]
  const failure = findings.find((each) => !each.passed)
  const detail = failure?.detail ?? findings.at(-1)?.detail ?? ''
  return { ...base, passed: failure === undefined, detail, exitCode, stdout, stderr }
}

interface ExpectationResult {
  readonly passed: boolean
  readonly detail: string
}

const exitFinding = (expected: number, found: number, output: string): ExpectationResult =>
  found === expected
    ? { passed: true, detail: `exit=${found}` }
    : { passed: false, detail: `exit=${found}, expected ${expected}: ${excerpt(output)}` }

const containsFinding = (text: string, stdout: string): ExpectationResult =>
  stdout.includes(text)
    ? { passed: true, detail: `stdout contains '${text}'` }
    : { passed: false, detail: `stdout does not contain '${text}': ${excerpt(stdout)}` }

const matchFinding = (pattern: string, stdout: string): ExpectationResult =>
  compileRegex(pattern).test(stdout)
    ? { passed: true, detail: `stdout matches /${pattern}/` }
    : { passed: false, detail: `stdout does not match /${pattern}/: ${excerpt(stdout)}` }

/** Every value that the path finds must be as expected, and it must find one. */
function jsonFinding(expectation: JsonPathExpectation, stdout: string): ExpectationResult {
  let values: readonly JsonValue[]
  try {
    values = query(JSON.parse(stdout) as JsonValue, expectation.path)
  } catch (error) {
    if (!(error instanceof Error && error.name === 'SyntaxError')) throw error
    return {
      passed: false,
      detail: `expected JSON with ${expectation.path}: ${error.message}; found ${excerpt(stdout)}`,
    }
  }
  const expected = describeExpectation(expectation)
  const wrong = values.find((value) => !meets(expectation, value))
  if (values.length > 0 && wrong === undefined) return { passed: true, detail: `${expectation.path} ${expected}` }
  const found = values.length === 0 ? 'nothing' : JSON.stringify(wrong)
  return { passed: false, detail: `${expectation.path}: expected ${expected}, found ${found}` }
}

function meets(expectation: JsonPathExpectation, value: JsonValue): boolean {
  if (expectation.equals !== undefined) return value === expectation.equals
  if (expectation.matches !== undefined)
    return compileRegex(expectation.matches).test(typeof value === 'string' ? value : JSON.stringify(value))
  if (typeof value !== 'number') return false
  return value >= (expectation.at_least ?? -Infinity) && value <= (expectation.at_most ?? Infinity)
}

const describeExpectation = ({ equals, matches, at_least, at_most }: JsonPathExpectation): string => {
  if (equals !== undefined) return `is ${JSON.stringify(equals)}`
  if (matches !== undefined) return `matches /${matches}/`
  return at_least === undefined ? `is at most ${at_most}` : `is at least ${at_least}`
}

const excerpt = (text: string): string => {
  const line = text.trim().split('\n', 1)[0] ?? ''
  return line === '' ? 'no output' : line.slice(0, 200)
}
