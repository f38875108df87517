import type { CheckResult } from '../domain/check.ts'
import type { ClassifiedMutation } from '../domain/mutation.ts'
import { judgement } from './judgement.ts'
import { describeDifference, isAllowedDifference, stateDifferences } from './state-difference.ts'
import type { Pod, StateSnapshot } from './state-snapshot.ts'
import { podProblems, rolloutProblems } from './steady-state.ts'

export interface GuardCase {
  readonly baseline: StateSnapshot
  /** The state at both ends of the window over which it must be stable. */
  readonly start: StateSnapshot
  readonly end: StateSnapshot
  readonly allowedChanges: readonly string[]
  readonly namespace: string
  /** The method's. */
  readonly mutations: readonly ClassifiedMutation[]
}

/** The guard G: nothing else was harmed, and nothing was deleted or shrunk to make the symptom go away. */
export const guardState = (guarded: GuardCase): readonly CheckResult[] => [
  judgement('baseline objects exist', missing(guarded), 'all are there, with their replicas'),
  judgement('nothing else changed', unexpectedChanges(guarded), 'no change but the allowed ones'),
  judgement(
    'rollouts are complete',
    guarded.end.deployments.flatMap(rolloutProblems),
    'all replicas are up to date and available',
  ),
  judgement('containers are settled', unsettled(guarded), 'none waits, none was restarted'),
  judgement('other namespaces are untouched', outside(guarded), 'no change'),
]

const missing = ({ baseline, end }: GuardCase): readonly string[] => [
  ...[...baseline.objects.keys()].filter((object) => !end.objects.has(object)).map((object) => `${object} is gone`),
  ...baseline.deployments.flatMap(({ metadata: { name }, spec }) => {
    const replicas = end.deployments.find((each) => each.metadata.name === name)?.spec.replicas
    return replicas !== undefined && replicas < spec.replicas
      ? [`Deployment/${name} has ${replicas} of ${spec.replicas} replicas`]
      : []
  }),
]

const unexpectedChanges = ({ baseline, end, allowedChanges }: GuardCase): readonly string[] =>
  stateDifferences(baseline, end)
    .filter(({ object }) => end.objects.has(object))
    .filter((difference) => !isAllowedDifference(allowedChanges, difference))
    .map(describeDifference)

const unsettled = ({ start, end }: GuardCase): readonly string[] => {
  const before = restartCounts(start.pods)
  const restarted = [...restartCounts(end.pods)].flatMap(([container, count]) => {
    const earlier = before.get(container)
    if (earlier === undefined) return [`${container} is new`]
    return count > earlier ? [`${container} was restarted ${count - earlier} times`] : []
  })
  return [...new Set([...start.pods, ...end.pods].flatMap(podProblems)), ...restarted]
}

const restartCounts = (pods: readonly Pod[]): ReadonlyMap<string, number> =>
  new Map(
    pods.flatMap(({ metadata, status }) =>
      [...status.initContainerStatuses, ...status.containerStatuses].map(
        ({ name, restartCount }) => [`Pod/${metadata.name}: ${name}`, restartCount] as const,
      ),
    ),
  )

const outside = ({ mutations, namespace }: GuardCase): readonly string[] =>
  mutations
    .filter((mutation) => mutation.namespace !== namespace && !mutation.denied)
    .map((mutation) => `${mutation.verb} ${mutation.kind}/${mutation.name} in ${mutation.namespace || 'the cluster'}`)
