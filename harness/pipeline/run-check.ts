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
