import type { Check, CheckResult } from '../domain/check.ts'
import { durationMs } from '../domain/duration.ts'
import type { Shell } from '../ports/shell.ts'
import { checkOutput } from '../runner/check-output.ts'

/** For checks that set no timeout of their own. */
const DEFAULT_LIMIT_MS = 60_000

/** Makes one check of the harness; placeholders are filled. */
export const runCheck = async (
  { shell }: { readonly shell: Shell },
  check: Check,
  signal: AbortSignal,
): Promise<CheckResult> => {
  const timeoutMs = check.timeout === undefined ? DEFAULT_LIMIT_MS : durationMs(check.timeout)
  return checkOutput(check, await shell.exec(check.command, { timeoutMs, signal }))
}

/** Makes checks at the same moment: none of them changes anything. @returns their results in the order of the list, whichever ended first */
export const runTogether = (
  dependencies: { readonly shell: Shell },
  checks: readonly Check[],
  signal: AbortSignal,
): Promise<readonly CheckResult[]> => Promise.all(checks.map((check) => runCheck(dependencies, check, signal)))
