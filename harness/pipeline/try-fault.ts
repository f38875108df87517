import { UsageError } from '../domain/errors.ts'
import type { Fault } from '../domain/fault.ts'
import type { Mode } from '../domain/mode.ts'
import type { Clock } from '../ports/clock.ts'
import type { Rng } from '../ports/rng.ts'
import type { Shell } from '../ports/shell.ts'
import { bracket } from './bracket.ts'
import { bringUp } from './bring-up.ts'
import { readClusterState } from './cluster-state.ts'
import { planFault, type FaultPlan } from './fault-plan.ts'
import { createLiveFault } from './live-fault.ts'
import { mustRun } from './must-run.ts'
import { opaqueName } from './opaque-name.ts'
import { poll } from './poll.ts'
import { showFault } from './show-fault.ts'
import { describeDifference, stateDifferences } from './state-difference.ts'
import { takeSnapshot, type StateSnapshot } from './state-snapshot.ts'
import { createSymptom } from './symptom.ts'

export interface Trial {
  readonly named: { readonly path: string; readonly fault: Fault }
  readonly mode: Mode
  readonly seed: number
  readonly appManifests: string
  readonly workload?: string
  /** An existing namespace that holds the app, named by the user. */
  readonly into?: string
  /** How long to look at the fault once it shows. */
  readonly watchSeconds: number
}

/** The namespace in which a fault is tried. */
export interface Place {
  readonly name: string
  /** Made for the fault; otherwise somebody else's, which stays. */
  readonly isFresh: boolean
}

/** What is due to others who use the cluster too. */
export interface Ground {
  /** Before anything is done there. */
  readonly take: (place: Place) => Promise<void>
  /** Once a fresh one stands. */
  readonly mark: (place: Place, signal: AbortSignal) => Promise<void>
  /** Removes a fresh one; however the trial ended. */
  readonly leave: (place: Place) => Promise<void>
}

interface Dependencies {
  readonly harness: Shell
  readonly ground: Ground
  readonly clock: Clock
  readonly rng: Rng
  readonly tell: (line: string) => void
}

/** When to look after the symptom, as parts of the time that is given to it. */
const LOOKS = [0, 0.25, 0.5, 1]
const FADE_WITHIN_MS = 10 * 60_000
const SAME_WITHIN_MS = 3 * 60_000

/**
 * Tries a fault by hand: a fresh namespace with its app (or one that the user named), the injection, looks as an operator would take
 * them, the recovery. @returns whether the cluster is as before
 * @throws {UsageError} when a namespace of the fresh one's name is there already: it is somebody else's
 */
export const tryFault = async (
  dependencies: Dependencies,
  { named: { path, fault }, mode, seed, appManifests, workload, into, watchSeconds }: Trial,
  signal: AbortSignal,
): Promise<boolean> => {
  const { harness, ground, clock, rng, tell } = dependencies
  const chance = rng.fork(`try/${path}/${seed}`)
  const name = into ?? `opsskill-try-${opaqueName(chance.fork(`place/${clock.nowMs()}`))}`
  const place = { name, isFresh: into === undefined }
  const startMs = clock.nowMs()
  const say = (what: string): void => tell(`${((clock.nowMs() - startMs) / 1000).toFixed(0).padStart(5)} s  ${what}`)
  if (place.isFresh) await expectFree(harness, name, signal)
  return bracket(
    async () => {
      await ground.take(place)
      const baseline = await openPlace(dependencies, { place, appManifests }, signal)
      say(`namespace ${name} holds ${fault.app}`)
      const before = await readClusterState({ harness }, signal)
      const victim = workload ?? chance.fork('workload').pick(fault.workloads)
      await expectPart(harness, { place: name, victim, app: fault.app }, signal)
      const plan = planFault({ chance, place: name, workload: victim, mode, baseline, atMs: clock.nowMs() }, fault)
      await live(dependencies, { plan, watchSeconds, say }, signal)
      const left = await differencesLeft(dependencies, before, signal)
      say(left.length === 0 ? 'the cluster is as before' : `left behind: ${left.join('; ')}`)
      return left.length === 0
    },
    () => ground.leave(place),
  )
}

const openPlace = async (
  { harness, ground, clock }: Dependencies,
  { place, appManifests }: { readonly place: Place; readonly appManifests: string },
  signal: AbortSignal,
): Promise<StateSnapshot> => {
  if (!place.isFresh) return takeSnapshot({ harness }, place.name, signal)
  const app = { namespace: place.name, manifests: appManifests, releases: ['1', '2'] as const }
  const baseline = await bringUp({ environment: harness, harness, clock }, app, signal)
  await ground.mark(place, signal)
  return baseline
}

/** @throws {UsageError} where it is there already: it is somebody else's */
const expectFree = async (harness: Shell, place: string, signal: AbortSignal): Promise<void> => {
  const found = await mustRun(harness, `kubectl get namespace ${place} --ignore-not-found -o name`, { signal })
  if (found.trim() !== '')
    throw new UsageError(`namespace ${place} is there already, and was not made for this; name it to work in it`)
}

/** @throws {UsageError} where a namespace that the user named does not hold what is to be broken */
const expectPart = async (
  harness: Shell,
  { place, victim, app }: { readonly place: string; readonly victim: string; readonly app: string },
  signal: AbortSignal,
): Promise<void> => {
  const kinds = 'deployments,statefulsets,daemonsets,cronjobs'
  const found = await mustRun(harness, `kubectl -n ${place} get ${kinds} -o name`, { signal })
  if (found.split('\n').some((line) => line.endsWith(`/${victim}`))) return
  throw new UsageError(`namespace ${place} does not hold ${victim} of the app ${app}: name one that does, or none`)
}

const live = async (
  { harness, clock }: Dependencies,
  {
    plan,
    watchSeconds,
    say,
  }: { readonly plan: FaultPlan; readonly watchSeconds: number; readonly say: (what: string) => void },
  signal: AbortSignal,
): Promise<void> => {
  const symptom = createSymptom({ harness, clock, note: () => undefined }, plan)
  say(`symptom (${plan.symptom.name}): ${(await symptom.shows(signal)) ? 'SHOWS BEFORE THE INJECTION' : 'not there'}`)
  const fault = createLiveFault({ environment: harness, harness, clock, keepWindow: () => undefined }, plan)
  await bracket(async () => {
    say(`injecting ${plan.fault} (${plan.objectName})`)
    await showFault({ harness, live: fault, symptom }, plan, signal)
    say('the symptom shows')
    const shownMs = clock.nowMs()
    const look = createLooks(harness, say)
    for (const seconds of LOOKS.map((part) => part * watchSeconds)) {
      await clock.sleep(Math.max(0, shownMs + seconds * 1000 - clock.nowMs()), signal)
      if (seconds > 0) say(`${seconds} s later:`)
      for (const command of looksAt(plan)) await look(command, signal)
    }
  }, fault.close)
  say('recovered')
  await symptom.awaitAbsence(FADE_WITHIN_MS, signal)
  say('the symptom is gone')
}

const CONDITIONS = String.raw`jsonpath='{range .items[*]}{.kind}/{.metadata.name}:{range .status.conditions[*]} {.type}={.status}({.reason}){end}{"\n"}{end}'`

const looksAt = ({ place, symptom }: FaultPlan): readonly string[] => [
  `kubectl -n ${place} get pods`,
  `kubectl -n ${place} get deployments -o ${CONDITIONS}`,
  `kubectl -n ${place} get events --sort-by=.lastTimestamp | tail -8`,
  `kubectl -n ${place} top pods`,
  symptom.command,
]

/** Shows what a command prints: the first time all of it, later what is new. */
const createLooks = (harness: Shell, say: (what: string) => void) => {
  const seen = new Map<string, ReadonlySet<string>>()
  return async (command: string, signal: AbortSignal): Promise<void> => {
    const outcome = await harness.exec(command, { timeoutMs: 120_000, signal })
    const text = outcome.status === 'denied' ? outcome.reason : `${outcome.stdout}${outcome.stderr}`
    const lines = text.trimEnd().split('\n')
    const before = seen.get(command)
    seen.set(command, new Set(lines.map(withoutAges)))
    const fresh = before === undefined ? lines : lines.filter((line) => !before.has(withoutAges(line)))
    if (fresh.length === 0) return
    say([`$ ${command}`, ...fresh.map((line) => `         ${line}`)].join('\n'))
  }
}

/** Ages grow, columns move with them, and use strays: neither is news. */
const withoutAges = (line: string): string =>
  line
    .replaceAll(/\b(?:\d+[smhd])+\b/g, 'AGE')
    .replaceAll(/\b(\d+)(?:m|Mi)\b/g, (_all, amount: string) => `~${Math.round(Math.log2(Number(amount) + 1))}`)
    .replaceAll(/\s+/g, ' ')

const differencesLeft = async (
  { harness, clock }: Dependencies,
  before: Awaited<ReturnType<typeof readClusterState>>,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  let left: readonly string[] = []
  await poll({ clock }, { intervalMs: 5_000, deadlineMs: SAME_WITHIN_MS, signal }, async () => {
    left = stateDifferences(before, await readClusterState({ harness }, signal)).map(describeDifference)
    return left.length === 0 ? true : undefined
  })
  return left
}
