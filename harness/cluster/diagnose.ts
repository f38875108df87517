import { z } from 'zod'
import { describeOutcome, stdoutOf, succeeded } from '../domain/command-outcome.ts'
import { InfrastructureError } from '../domain/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { Shell } from '../ports/shell.ts'
import { type Finding, fine, wrong } from './finding.ts'
import { measureOffset } from './host-clock.ts'
import { readIsolation } from './isolation.ts'
import { measureLatency } from './measure-latency.ts'

interface Dependencies {
  readonly harness: Shell
  readonly method: Shell
  /** The machine's clock. */
  readonly clock: Clock
}

export interface DiagnoseOptions {
  /** Whether the cluster file names a second account for methods. */
  readonly hasMethodUser: boolean
  /** Images that apps need. */
  readonly images: readonly string[]
}

const LIMIT_MS = 30_000

/** Looks at everything that trials need of a cluster, without changing anything; looks that build on a failed one are left out. */
export const diagnose = async (
  dependencies: Dependencies,
  { hasMethodUser, images }: DiagnoseOptions,
): Promise<readonly Finding[]> => {
  const ask = (command: string) => dependencies.harness.exec(command, { timeoutMs: LIMIT_MS })
  const reading = await readClock(dependencies)
  const version = checkVersion(await ask('kubectl version -o json'))
  if (version.status === 'failed') return [version]
  return [
    version,
    await checkRights(dependencies.harness),
    await checkChaosMesh(dependencies.harness),
    checkMetrics(await ask('kubectl top nodes --no-headers')),
    checkImages(await ask(`kubectl get nodes -o jsonpath='{.items[*].status.images[*].names[*]}'`), images),
    await checkClock(dependencies, reading),
    hasMethodUser ? await checkIsolation(dependencies) : noIsolation,
    await measureLatency(dependencies),
  ]
}

type Outcome = Awaited<ReturnType<Shell['exec']>>

const Version = z.looseObject({
  clientVersion: z.looseObject({ gitVersion: z.string() }),
  serverVersion: z.looseObject({ gitVersion: z.string() }).optional(),
})

const checkVersion = (outcome: Outcome): Finding => {
  const check = 'kubectl and server'
  if (outcome.status === 'exited' && (outcome.exitCode === 127 || outcome.exitCode === 126))
    return wrong(check, {
      detail: describeOutcome(outcome),
      remedy: 'install kubectl on the target host, in the PATH of a non-interactive shell',
    })
  const read = Version.safeParse(parsed(stdoutOf(outcome)))
  if (!read.success || read.data.serverVersion === undefined)
    return wrong(check, {
      detail: describeOutcome(outcome),
      remedy:
        'name the kubeconfig with kube_context (a path on the target host, readable for the account), and check that its server is reachable there',
    })
  const [client, server] = [read.data.clientVersion.gitVersion, read.data.serverVersion.gitVersion]
  const skew = Math.abs(minorOf(client) - minorOf(server))
  const detail = `kubectl ${client}, server ${server}`
  return skew > 1
    ? wrong(check, { status: 'warning', detail, remedy: 'use a kubectl that is at most one minor version away' })
    : fine(check, detail)
}

const minorOf = (version: string): number => Number(/^v\d+\.(\d+)/.exec(version)?.[1] ?? 0)

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What the harness does on a cluster, as `kubectl auth can-i` asks for it. */
const RIGHTS = [
  'create namespaces',
  'delete namespaces',
  'create deployments.apps -A',
  'create serviceaccounts -A',
  'create serviceaccounts/token -A',
  'create roles.rbac.authorization.k8s.io -A',
  'create rolebindings.rbac.authorization.k8s.io -A',
  'bind clusterroles.rbac.authorization.k8s.io',
  'create leases.coordination.k8s.io -A',
  'create stresschaos.chaos-mesh.org -A',
  'delete networkchaos.chaos-mesh.org -A',
  'get secrets -A',
  'create pods/exec -A',
]

const checkRights = async (harness: Shell): Promise<Finding> => {
  const line = RIGHTS.map((right) => `kubectl auth can-i ${rightArguments(right)} 2>/dev/null`).join('; ')
  const answers = stdoutOf(await harness.exec(`${line}; true`, { timeoutMs: 2 * LIMIT_MS })).split('\n')
  const missing = RIGHTS.filter((_right, index) => answers[index] !== 'yes')
  return missing.length === 0
    ? fine('rights of the harness', `all ${RIGHTS.length} that it needs`)
    : wrong('rights of the harness', {
        detail: `may not ${missing.join(', ')}`,
        remedy: 'bind cluster-admin to the user of the kubeconfig, or use one of an administrator',
      })
}

/** A subresource is a flag of `auth can-i`. */
const rightArguments = (right: string): string => right.replace(/ (\w+)\/(\w+)/, ' $1 --subresource=$2')

const CHAOS_KINDS = [
  'stresschaos',
  'networkchaos',
  'podchaos',
  'dnschaos',
  'httpchaos',
  'iochaos',
  'timechaos',
  'schedules',
]

const checkChaosMesh = async (harness: Shell): Promise<Finding> => {
  const check = 'Chaos Mesh'
  const crds = stdoutOf(await harness.exec('kubectl get crds -o name', { timeoutMs: LIMIT_MS }))
  const missing = CHAOS_KINDS.filter((kind) => !crds.includes(`/${kind}.chaos-mesh.org`))
  const remedy = 'install it: helm install chaos-mesh chaos-mesh/chaos-mesh -n chaos-mesh --create-namespace'
  if (missing.length > 0) return wrong(check, { detail: `kinds are missing: ${missing.join(', ')}`, remedy })
  const daemons = await harness.exec(
    `kubectl get daemonsets -A -l app.kubernetes.io/component=chaos-daemon -o jsonpath='{range .items[*]}{.status.numberReady}/{.status.desiredNumberScheduled} {.spec.template.spec.containers[0].image}{end}'`,
    { timeoutMs: LIMIT_MS },
  )
  const [, ready, desired, image = ''] = /^(\d+)\/(\d+) (\S+)/.exec(stdoutOf(daemons)) ?? []
  const detail = `${image}, ${ready ?? 0} of ${desired ?? 0} daemons ready`
  return ready !== undefined && ready === desired && ready !== '0'
    ? fine(check, detail)
    : wrong(check, { detail, remedy: `look at its pods (kubectl -n chaos-mesh get pods), or ${remedy}` })
}

const checkMetrics = (outcome: Outcome): Finding =>
  succeeded(outcome)
    ? fine('metrics-server', `${stdoutOf(outcome).trim().split('\n').length} nodes`)
    : wrong('metrics-server', {
        detail: describeOutcome(outcome),
        remedy: 'install metrics-server; symptoms of CPU and memory faults are read with kubectl top',
      })

const checkImages = (outcome: Outcome, images: readonly string[]): Finding => {
  const present = stdoutOf(outcome).split(/\s+/)
  const absent = images.filter((image) => !present.some((name) => name === image || name.endsWith(`/${image}`)))
  return absent.length === 0
    ? fine('images of the apps', `all ${images.length} are on nodes`)
    : wrong('images of the apps', {
        status: 'warning',
        detail: `not on any node yet: ${absent.join(', ')}`,
        remedy:
          'the first trial pulls them; where the registry cannot be reached, load them (kind load docker-image …)',
      })
}

const TOLERATED_MS = 2_000

interface ClockReading {
  /** On our clock. */
  readonly atMs: number
  readonly offsetMs: number
}

const readClock = async ({ harness, clock }: Dependencies): Promise<ClockReading | undefined> => {
  try {
    return { offsetMs: await measureOffset({ harness, clock }), atMs: clock.nowMs() }
  } catch (error) {
    if (error instanceof InfrastructureError) return undefined
    throw error
  }
}

/** By how much a clock may gain on ours in a second, ms; reading it takes a round trip. */
const TOLERATED_DRIFT = 0.1

const checkClock = async (dependencies: Dependencies, earlier: ClockReading | undefined): Promise<Finding> => {
  const now = await readClock(dependencies)
  if (now === undefined || earlier === undefined)
    return wrong('clocks', {
      detail: '`date +%s%3N` on the target host does not print ms since 1970',
      remedy: 'install GNU coreutils there: times of leases and changes are read with it',
    })
  const offsetMs = Math.round(now.offsetMs)
  const detail = `the target host is ${Math.abs(offsetMs)} ms ${offsetMs < 0 ? 'behind' : 'ahead'}`
  const elapsedMs = Math.max(1, now.atMs - earlier.atMs)
  const gainedMs = now.offsetMs - earlier.offsetMs
  if (Math.abs(gainedMs) > 500 && Math.abs(gainedMs) > TOLERATED_DRIFT * elapsedMs)
    return wrong('clocks', {
      status: 'warning',
      detail: `${detail}, and its time passes ${(1 + gainedMs / elapsedMs).toFixed(1)} times as fast as here`,
      remedy:
        'windows and leases are wrong by that factor, and so are verdicts about time; a sandbox for trials is started without --speed',
    })
  return Math.abs(offsetMs) <= TOLERATED_MS
    ? fine('clocks', detail)
    : wrong('clocks', {
        status: 'warning',
        detail,
        remedy: 'run a time service on both machines; times of changes are corrected by the offset',
      })
}

const noIsolation: Finding = wrong('isolation', {
  status: 'warning',
  detail: 'none: methods work in the account that holds the kubeconfig of the harness',
  remedy:
    'make a second account on the target host and name it as method_user; until then methods without a gate are refused',
})

const checkIsolation = async (dependencies: Dependencies): Promise<Finding> => {
  const isolation = await readIsolation(dependencies)
  switch (isolation.status) {
    case 'none':
      return wrong('isolation', isolation.problem)
    case 'restricted':
      return fine(
        'isolation',
        `methods work as ${isolation.account}, which reaches neither the harness's kubeconfig nor any rights of its own`,
      )
  }
}
