import { describeOutcome, stdoutOf, succeeded } from '../domain/command-outcome.ts'
import { InfrastructureError } from '../domain/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { Shell } from '../ports/shell.ts'
import { checkRights, isForbidden, unread } from './check-rights.ts'
import { judgeVersions, readVersions } from './check-version.ts'
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
  const version = readVersions(await ask('kubectl version -o json'))
  if (version.status === 'unread')
    return [(version.hasKubectl ? await checkKubeconfig(dependencies.harness) : undefined) ?? version.finding]
  return [
    judgeVersions(version),
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

/** @returns what is wrong with the file that kubectl reads; undefined where that can be read, or where there are several */
const checkKubeconfig = async (harness: Shell): Promise<Finding | undefined> => {
  const line = 'file="${KUBECONFIG:-$HOME/.kube/config}"; test -r "$file" || echo "$file"'
  const path = stdoutOf(await harness.exec(line, { timeoutMs: LIMIT_MS })).trim()
  if (path === '' || path.includes(':')) return undefined
  return wrong('kubeconfig', {
    detail: `${path} is not there, or cannot be read`,
    remedy: 'name the kubeconfig with kube_context: a path on the target host, readable for the account',
  })
}

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
  const crds = await harness.exec('kubectl get crds -o name', { timeoutMs: LIMIT_MS })
  if (!succeeded(crds)) return unread(check, crds)
  const missing = CHAOS_KINDS.filter((kind) => !stdoutOf(crds).includes(`/${kind}.chaos-mesh.org`))
  const remedy = 'install it: helm install chaos-mesh chaos-mesh/chaos-mesh -n chaos-mesh --create-namespace'
  if (missing.length > 0) return wrong(check, { detail: `kinds are missing: ${missing.join(', ')}`, remedy })
  const daemons = await harness.exec(
    `kubectl get daemonsets -A -l app.kubernetes.io/component=chaos-daemon -o jsonpath='{range .items[*]}{.status.numberReady}/{.status.desiredNumberScheduled} {.spec.template.spec.containers[0].image}{end}'`,
    { timeoutMs: LIMIT_MS },
  )
  if (!succeeded(daemons)) return unread(check, daemons)
  const [, ready, desired, image = ''] = /^(\d+)\/(\d+) (\S+)/.exec(stdoutOf(daemons)) ?? []
  if (ready === undefined)
    return wrong(check, { detail: 'its kinds are there, but no daemons that act on them', remedy })
  const detail = `${image}, ${ready} of ${desired ?? 0} daemons ready`
  return ready === desired && ready !== '0'
    ? fine(check, detail)
    : wrong(check, { detail, remedy: `look at its pods (kubectl -n chaos-mesh get pods), or ${remedy}` })
}

const checkMetrics = (outcome: Outcome): Finding => {
  const check = 'metrics-server'
  if (succeeded(outcome)) return fine(check, `${stdoutOf(outcome).trim().split('\n').length} nodes`)
  if (isForbidden(outcome)) return unread(check, outcome)
  return wrong(check, {
    detail: describeOutcome(outcome),
    remedy:
      'install metrics-server, or wait a minute where it has just been; symptoms of CPU and memory faults are read with kubectl top',
  })
}

const checkImages = (outcome: Outcome, images: readonly string[]): Finding => {
  if (!succeeded(outcome)) return unread('images of the apps', outcome)
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
    'on a target host a second account, named as method_user, keeps them apart; without one, methods that have no gate are refused unless --allow-no-isolation insists',
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
