import type { CheckResult } from '../domain/check.ts'
import { describeOutcome, stdoutOf } from '../domain/command-outcome.ts'
import { durationMs } from '../domain/duration.ts'
import type { RequestProbe } from '../domain/task.ts'
import type { Clock } from '../ports/clock.ts'
import type { Shell } from '../ports/shell.ts'

/** The client of the app from whose pod requests are sent. */
const CLIENT = 'deploy/toolbox'
const REQUEST_LIMIT_MS = 30_000

/** Sends `count` requests through a Service, one after the other; all must be answered with a code from 200 to 399. */
export const probeRequests = async (
  { shell, clock }: { readonly shell: Shell; readonly clock: Clock },
  { service, count, interval }: RequestProbe,
  namespace: string,
  signal: AbortSignal,
): Promise<CheckResult> => {
  const command = `kubectl -n ${namespace} exec ${CLIENT} -- curl -s -o /dev/null -m 5 -w '%{http_code} %{time_total}\\n' http://${service}/`
  const lines: string[] = []
  let answered = 0
  for (let request = 0; request < count; request += 1) {
    if (request > 0) await clock.sleep(durationMs(interval), signal)
    const outcome = await shell.exec(command, { timeoutMs: REQUEST_LIMIT_MS, signal })
    const line = stdoutOf(outcome).trim()
    if (outcome.status === 'exited' && outcome.exitCode === 0 && /^[23]\d\d /.test(line)) answered += 1
    lines.push(line === '' ? describeOutcome(outcome) : line)
  }
  return {
    name: `requests to ${service}`,
    command,
    signal: 'service-requests',
    passed: answered === count,
    detail: `${answered} of ${count} requests were answered`,
    exitCode: null,
    stdout: `${lines.join('\n')}\n`,
    stderr: '',
  }
}
