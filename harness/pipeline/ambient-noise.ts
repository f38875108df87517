import type { Manifest } from '../domain/injection.ts'
import type { NoiseLevel } from '../domain/noise.ts'
import type { Clock } from '../ports/clock.ts'
import type { Rng } from '../ports/rng.ts'
import type { Shell } from '../ports/shell.ts'
import { mustRun } from './must-run.ts'
import type { StateSnapshot } from './state-snapshot.ts'

/** Until the Job has failed for good and the pod that restarts has done so. */
const SETTLED_AFTER_MS = 75_000

interface Dependencies {
  readonly environment: Shell
  readonly clock: Clock
  readonly rng: Rng
}

/**
 * Makes a namespace look lived in, by seed: warnings about things long gone, a client whose load swings, a Job that failed, a pod that was
 * restarted. All of it is settled when this returns, and none of it concerns the app's own objects.
 */
export const makeNoise = async (
  { environment, clock, rng }: Dependencies,
  { level, place, state }: { readonly level: NoiseLevel; readonly place: string; readonly state: StateSnapshot },
  signal: AbortSignal,
): Promise<void> => {
  if (level === 'off') return
  const services = [...state.objects.values()].flatMap(({ kind, metadata }) =>
    kind === 'Service' ? metadata.name : [],
  )
  const objects = [
    ...warnings(rng.fork('warnings'), place, level === 'low' ? 2 : 6, clock.nowMs()),
    ...(services.length === 0 ? [] : [swingingLoad(rng.fork('load'), place, services)]),
    ...(level === 'high' ? [failedJob(rng.fork('job'), place), restartedPod(rng.fork('pod'), place)] : []),
  ]
  const stdin = objects.map((object) => `---\n${JSON.stringify(object)}\n`).join('')
  await mustRun(environment, `kubectl -n ${place} create -f -`, { stdin, signal })
  await clock.sleep(SETTLED_AFTER_MS, signal)
}

const BYGONES = ['mailer', 'exporter', 'thumbnails', 'nightly-index', 'audit-tail', 'ledger-sync']
const COMPLAINTS = [
  ['FailedMount', 'MountVolume.SetUp failed for volume "cache" : configmap "cache" not found'],
  ['Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503'],
  ['BackOff', 'Back-off restarting failed container main in pod'],
  ['FailedScheduling', '0/3 nodes are available: 3 Insufficient memory.'],
] as const

/** As in the names of pods. */
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789'.split('')

const suffix = (rng: Rng): string => Array.from({ length: 5 }, () => rng.pick(LETTERS)).join('')

/** Events about pods that are gone. */
const warnings = (rng: Rng, place: string, count: number, nowMs: number): readonly Manifest[] =>
  Array.from({ length: count }, (_, index) => {
    const chance = rng.fork(String(index))
    const pod = `${chance.pick(BYGONES)}-${suffix(chance)}`
    const [reason, message] = chance.pick(COMPLAINTS)
    const at = new Date(nowMs - chance.int(60, 1500) * 1000).toISOString().replace(/\.\d+Z$/, 'Z')
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${pod}.${suffix(chance)}${suffix(chance)}`, namespace: place },
      involvedObject: { apiVersion: 'v1', kind: 'Pod', name: pod, namespace: place },
      type: 'Warning',
      reason,
      message,
      source: { component: reason === 'FailedScheduling' ? 'default-scheduler' : 'kubelet' },
      firstTimestamp: at,
      lastTimestamp: at,
      count: chance.int(1, 9),
    }
  })

const podSpec = (image: string, line: string, more: object = {}) => ({
  terminationGracePeriodSeconds: 1,
  containers: [
    {
      name: 'main',
      image,
      command: ['sh', '-c', line],
      resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
      ...more,
    },
  ],
})

const swingingLoad = (rng: Rng, place: string, services: readonly string[]): Manifest => {
  const name = `metrics-scraper-${suffix(rng)}`
  const burst = rng.int(5, 15)
  const line = `while :; do i=0; while [ $i -lt ${burst} ]; do curl -s -o /dev/null -m 2 http://${rng.pick(services)}/; i=$((i+1)); sleep 0.3; done; sleep ${rng.int(15, 40)}; done`
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: place, labels: { app: 'metrics-scraper' } },
    spec: podSpec('curlimages/curl:8.11.0', line),
  }
}

const failedJob = (rng: Rng, place: string): Manifest => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: `cleanup-${rng.int(1000, 9999)}`, namespace: place, labels: { app: 'cleanup' } },
  spec: {
    backoffLimit: 1,
    template: {
      metadata: { labels: { app: 'cleanup' } },
      spec: { ...podSpec('busybox:1.36', 'echo "cleanup: bucket is locked"; exit 2'), restartPolicy: 'Never' },
    },
  },
})

/** It failed once, and has run since. */
const restartedPod = (rng: Rng, place: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: `log-shipper-${suffix(rng)}`, namespace: place, labels: { app: 'log-shipper' } },
  spec: {
    ...podSpec('busybox:1.36', 'if [ -f /state/ran ]; then sleep infinity; fi; touch /state/ran; sleep 2; exit 1', {
      volumeMounts: [{ name: 'state', mountPath: '/state' }],
    }),
    volumes: [{ name: 'state', emptyDir: {} }],
  },
})
