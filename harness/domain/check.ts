import { z } from 'zod'
import { Duration } from './duration.ts'
import { Regex } from './regex.ts'

/** What a value found by a JSONPath in the command's JSON output must be. Exactly one expectation. */
export const JsonPathExpectation = z
  .strictObject({
    path: z.string().regex(/^\$/, 'expected a JSONPath that begins with $'),
    equals: z.union([z.string(), z.number(), z.boolean()]).optional(),
    matches: Regex.optional(),
    at_least: z.number().optional(),
    at_most: z.number().optional(),
  })
  .refine(
    ({ path: _path, ...expectations }) =>
      Object.values(expectations).filter((value) => value !== undefined).length === 1,
    'expected exactly one of equals, matches, at_least, at_most',
  )
export type JsonPathExpectation = z.output<typeof JsonPathExpectation>

/** One observation and what it must show: a command, and expectations that all have to hold. The exit code defaults to 0. */
export const Check = z.strictObject({
  name: z.string().min(1),
  command: z.string().min(1),
  expect_exit_code: z.int().min(0).max(255).optional(),
  expect_stdout_contains: z.string().min(1).optional(),
  expect_stdout_matches: Regex.optional(),
  expect_jsonpath: JsonPathExpectation.optional(),
  /** The kind of evidence that this check looks at (pod-phase-health, service-requests …); several signals make a verification strong. */
  signal: z.string().min(1).optional(),
  timeout: Duration.optional(),
})
export type Check = z.output<typeof Check>

/** What came of a check. `detail` is one line for people: what was expected and what was found. */
export interface CheckResult {
  readonly name: string
  readonly command: string
  readonly signal?: string | undefined
  readonly passed: boolean
  readonly detail: string
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}
