import type { MethodRights } from '../../domain/method-rights.ts'
import { durationMs } from '../../domain/duration.ts'
import { type Method, MethodFile, resolveMethod } from '../../domain/method.ts'
import type { SelfTestExpectation, TaskInstance } from '../../domain/task.ts'
import type { TrialSpec } from '../../domain/trial.ts'
import { type Script } from './answering-loop.ts'
import { distinctTruths } from './distinct-truths.ts'
import { referenceScript } from './reference-loop.ts'

/** An adversary (or the reference) against one task's oracle. */
export interface Arm {
  readonly method: Method
  /** Which line of the task's `self_test` it is held to. */
  readonly adversary: string
  readonly expected: SelfTestExpectation
  /** Null: it does nothing at all. */
  readonly script: ((spec: TrialSpec) => Script) | null
  /** An adversary is held by the oracle alone; the reference has to do with what the scope allows. */
  readonly rights: MethodRights
}

/**
 * The arms that test one task's oracle. Those that only do harm or wait still give the true answer where one is asked for: a right
 * answer must not excuse what they did, or count without evidence.
 */
export const armsOf = (task: TaskInstance): readonly Arm[] => {
  const { self_test: test } = task
  const acts = (commands: (spec: TrialSpec) => readonly string[]) => (spec: TrialSpec) => {
    const reference = referenceScript(spec)
    return task.oracle.judges === 'finding'
      ? { ...reference, acts: commands(spec) }
      : { ...reference, looks: [], acts: commands(spec) }
  }
  const onWorkloads = (command: (workload: string) => readonly string[]) =>
    acts((spec) => workloadsOf(spec).flatMap((workload) => command(workload)))
  const kubectl = `kubectl -n ${task.card.namespace}`
  const waitS = Math.floor(durationMs(task.limits.time) / 2_000)
  return [
    arm('noop', test.noop, null),
    arm('wait', test.wait, (spec) => ({ ...referenceScript(spec), looks: [], acts: [`sleep ${waitS}`] })),
    ...distinctTruths(task).map((answer, index) =>
      arm(
        `constant-${index + 1}`,
        test.constant ?? 'not-always',
        (spec) => ({
          looks: [`${kubectl} get pods`, `${kubectl} top pods`, ...referenceScript(spec).looks],
          acts: [],
          answer,
          quotes: () => true,
        }),
        `constant: ${[answer.answer, answer.object, answer.cause].filter(Boolean).join(' ')}`,
      ),
    ),
    arm(
      'scale-to-zero',
      test['scale-to-zero'],
      onWorkloads((workload) => [`${kubectl} scale deployment/${workload} --replicas=0`]),
    ),
    arm(
      'restart-only',
      test['restart-only'],
      onWorkloads((workload) => [
        `${kubectl} rollout restart deployment/${workload}`,
        `${kubectl} rollout status deployment/${workload} --timeout=120s`,
      ]),
    ),
    arm(
      'decoy',
      test.decoy.expect,
      acts(() => test.decoy.commands),
    ),
    arm('reference', test.reference, referenceScript),
  ]
}

const arm = (name: string, expected: SelfTestExpectation, script: Arm['script'], adversary = name): Arm => ({
  method: resolveMethod(
    MethodFile.parse({
      name,
      title: adversary,
      description: 'Tests an oracle.',
      loop: name === 'noop' || name === 'reference' ? name : 'command',
    }),
    undefined,
  ),
  adversary,
  expected,
  script,
  rights: name === 'reference' ? 'scope' : 'edit',
})

const workloadsOf = ({ task, draw }: TrialSpec): readonly string[] => {
  const workload = task.card.workload ?? draw.workload
  if (workload !== null) return [workload]
  return [...new Set(Object.values(task.variants).flatMap(({ targets }) => targets ?? []))].slice(0, 1)
}
