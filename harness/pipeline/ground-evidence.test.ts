import { describe, expect, test } from 'vitest'
import type { Actor, TraceEvent } from '../domain/trace.ts'
import { isClusterReading } from './cluster-reading.ts'
import { evidenceProblems } from './ground-evidence.ts'

const ran = (command: string, stdout: string, actor: Actor = 'method'): TraceEvent => ({
  type: 'command',
  atMs: 1,
  actor,
  episode: 1,
  command,
  outcome: { status: 'exited', exitCode: 0, stdout, stderr: '', truncated: false, durationMs: 1 },
})
const denied: TraceEvent = {
  type: 'command',
  atMs: 1,
  actor: 'method',
  episode: 1,
  command: 'kubectl get pods',
  outcome: { status: 'denied', rule: 'scope', reason: 'demo-app 498m' },
}
const demand = { object: 'Deployment/demo-app', signal: '4\\d\\dm' }
const top = 'kubectl top pods'

describe('evidence', () => {
  test('holds when it quotes what kubectl printed', () => {
    expect(evidenceProblems(['demo-app-1 498m'], [ran(top, 'demo-app-1 498m\n')], demand)).toEqual([])
  })

  test('holds when a further piece shows less, as long as it is real', () => {
    const events = [ran(top, 'demo-app-1 498m\ndemo-api-1 2m\n')]
    expect(evidenceProblems(['demo-api-1 2m', 'demo-app-1 498m'], events, demand)).toEqual([])
  })

  test.each([
    ['another account read it', ran(top, 'demo-app-1 498m', 'oracle')],
    ['the harness read it', ran(top, 'demo-app-1 498m', 'environment')],
    ['it stands in the reason of a refusal', denied],
    ['the command printed it without the cluster', ran('cat notes', 'demo-app-1 498m')],
  ])('does not hold when %s', (_what, event) => {
    expect(evidenceProblems(['demo-app-1 498m'], [event], demand)).toEqual([
      '"demo-app-1 498m" was not read from the cluster',
    ])
  })

  test.each(['demo-application-1 498m', 'old-demo-app-1 498m', 'demo-ap 498m', '498m'])(
    'does not hold when %s is all that it names',
    (line) => {
      expect(evidenceProblems([line], [ran(top, line)], demand)).toHaveLength(1)
    },
  )

  test('names the object in an address too', () => {
    const line = 'http://demo-app/ 200 498m'
    expect(evidenceProblems([line], [ran(top, line)], demand)).toEqual([])
  })

  test('needs only the signal where the answer has no object', () => {
    expect(evidenceProblems(['498m'], [ran(top, 'x 498m')], { object: undefined, signal: demand.signal })).toEqual([])
    expect(evidenceProblems(['2m'], [ran(top, 'x 2m')], { object: undefined, signal: demand.signal })).toHaveLength(1)
  })

  test('does not hold when object and signal stand in different pieces', () => {
    const events = [ran(top, 'demo-app-1 2m\ndemo-api-1 498m\n')]
    expect(evidenceProblems(['demo-app-1 2m', 'demo-api-1 498m'], events, demand)).toHaveLength(1)
  })

  test('of blanks is none', () => {
    expect(evidenceProblems(['\n'], [ran(top, 'a\nb')], { object: undefined, signal: undefined })).toHaveLength(1)
  })
})

describe('a command line reads the cluster', () => {
  test.each([
    'kubectl -n shop top pods',
    'export OPS_NAMESPACE=shop && export OPS_WORKLOAD=demo-app && kubectl -n "$OPS_NAMESPACE" top pods',
    "kubectl top pods --no-headers | awk '$2+0 >= 400' | sort | head -3",
    'for s in a b; do kubectl -n shop exec deploy/toolbox -- curl -s http://$s/; done',
    'for i in $(seq 3); do kubectl get pods; sleep 1; done',
    'kubectl get pods -o name | xargs kubectl describe',
    'timeout 20 kubectl get pods -w',
  ])('when it is %s', (line) => {
    expect(isClusterReading(line)).toBe(true)
  })

  test.each([
    'echo demo-app 498m',
    'kubectl version; echo demo-app 498m',
    'kubectl get pods | printf "demo-app 498m"',
    'kubectl get pods && cat <<EOF\ndemo-app 498m\nEOF',
    'bash -c "kubectl get pods; echo demo-app 498m"',
    'kubectl get pods; $(base64 -d <<< ZWNobyB4)',
    'base64 -d notes | kubectl get pods',
    'kubectl get pods | (',
    'curl http://demo-app/',
  ])('not when it is %s', (line) => {
    expect(isClusterReading(line)).toBe(false)
  })
})
