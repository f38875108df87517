import type { CheckResult } from '../domain/check.ts'
import { stdoutOf, succeeded } from '../domain/command-outcome.ts'
import type { TaskCard } from '../domain/task.ts'
import type { Shell } from '../ports/shell.ts'
import { quote } from '../runner/with-environment.ts'
import { judged, observe } from './observe.ts'

const CLIENT = 'toolbox'
const REQUESTS = 5
const SLOW_SECONDS = 1

/** Requests through the workload's Service from the client Deployment of the namespace; nothing where there is no workload, Service or client. */
export const lookAtRequests = async (
  shell: Shell,
  { namespace, workload }: TaskCard,
): Promise<readonly CheckResult[]> => {
  if (workload === undefined) return []
  const kubectl = `kubectl -n ${quote(namespace)}`
  const there = await observe(shell, `${kubectl} get deployment/${CLIENT} service/${quote(workload)}`)
  if (!succeeded(there.outcome)) return []
  const url = quote(`http://${workload}/`)
  const request = `${kubectl} exec deploy/${CLIENT} -- curl -s -o /dev/null -m 5 -w '%{http_code} %{time_total}\\n' ${url}`
  const sent = await observe(shell, `for i in $(seq ${REQUESTS}); do ${request}; done`)
  const answers = stdoutOf(sent.outcome).trim().split('\n')
  const good = answers.filter((line) => {
    const [code = '', seconds = ''] = line.split(' ')
    return /^[23]\d\d$/.test(code) && Number(seconds) < SLOW_SECONDS
  })
  return [
    judged(sent, {
      name: `requests to ${workload}`,
      signal: 'service-requests',
      passed: good.length === REQUESTS,
      detail: `${good.length} of ${REQUESTS} requests were answered within ${SLOW_SECONDS} s`,
    }),
  ]
}
