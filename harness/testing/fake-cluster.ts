import type { CommandOutcome } from '../domain/command-outcome.ts'
import type { Mutation } from '../domain/mutation.ts'
import type { Clock } from '../ports/clock.ts'
import type { ClusterPool, OpenCluster } from '../ports/cluster.ts'
import type { Shell } from '../ports/shell.ts'
import { anEnvironment } from './a-trial.ts'

type Answer = string | Partial<Extract<CommandOutcome, { status: 'exited' }>> | CommandOutcome | Error

export interface FakeCluster {
  readonly pool: ClusterPool
  readonly clock: Clock
  /** Commands of both accounts, in order. */
  readonly commands: readonly string[]
  readonly isFaultLive: () => boolean
  readonly isOpen: () => boolean
  /** Objects of the namespace by `Kind/name`; tests change them. */
  readonly objects: Map<string, Record<string, unknown>>
  readonly mutations: Mutation[]
}

export interface FakeClusterOptions {
  /** Answers before the fake itself does; undefined leaves it to the fake. */
  readonly answer?: (command: string, cluster: FakeCluster) => Answer | undefined
  /** Whether a Chaos Mesh object that is applied is injected. */
  readonly injects?: boolean
  readonly commandMs?: number
}

/** A cluster of canned answers with a virtual clock: two Deployments with two pods each, Services, and one fault that `top` shows. */
export const createFakeCluster = ({ answer, injects = true, commandMs = 50 }: FakeClusterOptions = {}): FakeCluster => {
  let nowMs = 1_000_000
  let isOpen = false
  /** Name of the Chaos object. */
  let chaos: string | null = null
  const commands: string[] = []
  const clock: Clock = {
    nowMs: () => nowMs,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted()
      nowMs += ms
    },
  }
  const own = (command: string, stdin: string): Answer => {
    if (command.includes('apply -f -') && stdin.includes('chaos-mesh.org')) {
      chaos = (JSON.parse(stdin) as { readonly metadata: { readonly name: string } }).metadata.name
      return ''
    }
    if (/ delete \w*chaos /.test(command)) chaos = null
    if (/ get \w*chaos,events -o json/.test(command))
      return JSON.stringify({ items: chaos === null ? [] : [experiment(chaos, injects)] })
    if (/ get \w*chaos -o name/.test(command)) return chaos === null ? '' : 'stresschaos/x\n'
    if (command.includes('get deployments,')) return JSON.stringify({ items: [...cluster.objects.values()] })
    if (command.includes('top pods')) return chaos === null ? calm : busy
    if (command.includes('curl')) return '200 0.004\n'
    return ''
  }
  const shell: Shell = {
    exec: async (command, { stdin = '', signal, timeoutMs }) => {
      signal?.throwIfAborted()
      commands.push(command)
      nowMs += commandMs
      const given = answer?.(command, cluster) ?? own(command, stdin)
      if (given instanceof Error) throw given
      if (typeof given === 'object' && given.status === 'timed-out') nowMs += timeoutMs
      return complete(given, commandMs)
    },
  }
  const cluster: FakeCluster = {
    clock,
    commands,
    isFaultLive: () => chaos !== null,
    isOpen: () => isOpen,
    objects: healthyObjects(),
    mutations: [],
    pool: {
      open: async () => {
        isOpen = true
        return opened
      },
      close: async () => undefined,
    },
  }
  const opened: OpenCluster = {
    identity: anEnvironment,
    clock,
    harness: shell,
    method: shell,
    namespace: 'shop',
    audit: { mutations: async () => cluster.mutations },
    grantMethod: async () => false,
    admitMethod: async () => {},
    close: async () => {
      isOpen = false
    },
  }
  return cluster
}

const complete = (given: Exclude<Answer, Error>, durationMs: number): CommandOutcome => {
  if (typeof given === 'object' && given.status !== undefined && given.status !== 'exited')
    return given as CommandOutcome
  const base = { status: 'exited' as const, exitCode: 0, stdout: '', stderr: '', truncated: false, durationMs }
  return typeof given === 'string' ? { ...base, stdout: given } : { ...base, ...given }
}

const calm = 'demo-app-1   2m   20Mi\ndemo-app-2   2m   20Mi\n'
const busy = 'demo-app-1   498m   20Mi\ndemo-app-2   499m   20Mi\n'

const experiment = (name: string, isInjected: boolean) => ({
  kind: 'StressChaos',
  metadata: { name },
  status: {
    conditions: [
      { type: 'Selected', status: 'True' },
      { type: 'AllInjected', status: isInjected ? 'True' : 'False' },
    ],
  },
})

export const aDeployment = (name: string, spec: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  kind: 'Deployment',
  metadata: { name, generation: 1 },
  spec: { replicas: 2, selector: { matchLabels: { app: name } }, ...spec },
  status: { observedGeneration: 1, replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 },
})

export const aPod = (
  name: string,
  { restartCount = 0, waiting, app = 'demo-app' }: { restartCount?: number; waiting?: string; app?: string } = {},
): Record<string, unknown> => ({
  kind: 'Pod',
  metadata: { name, labels: { app } },
  status: {
    containerStatuses: [
      { name: 'main', restartCount, ready: true, state: waiting === undefined ? {} : { waiting: { reason: waiting } } },
    ],
  },
})

const healthyObjects = (): Map<string, Record<string, unknown>> =>
  new Map([
    ['Deployment/demo-app', aDeployment('demo-app')],
    ['Deployment/demo-api', aDeployment('demo-api')],
    ['Service/demo-app', { kind: 'Service', metadata: { name: 'demo-app' }, spec: { ports: [{ port: 80 }] } }],
    ['Pod/demo-app-1', aPod('demo-app-1')],
    ['Pod/demo-app-2', aPod('demo-app-2')],
    ['Pod/demo-api-1', aPod('demo-api-1', { app: 'demo-api' })],
    ['Pod/demo-api-2', aPod('demo-api-2', { app: 'demo-api' })],
  ])
