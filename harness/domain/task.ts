import { z } from 'zod'
import { Check } from './check.ts'
import { Duration } from './duration.ts'
import { Question, Truth } from './finding.ts'
import { Name } from './ids.ts'
import { Regex } from './regex.ts'
import { Scope } from './scope.ts'
import { Stage } from './skill.ts'

/** What the method is told: nothing here gives the answer away. */
export const TaskCard = z.strictObject({
  name: z.string().min(1),
  intent: z.string().min(1),
  namespace: z.string().min(1),
  workload: z.string().min(1).optional(),
  stage: Stage.optional(),
  question: Question.optional(),
  severity: z.string().optional(),
  diagnosis: z.string().optional(),
  scope: Scope.default({ allow: [] }),
})
export type TaskCard = z.output<typeof TaskCard>

/** One of the states of the world that a task draws by its seed. */
export const Variant = z.strictObject({
  /** A control: of every three consecutive seeds exactly one draws it. */
  control: z.boolean().default(false),
  /** Commands of the harness that run before the fault, each followed by a wait until all workloads are steady. */
  before: z.array(z.string().min(1)).default([]),
  /** Fault file, as a path below `faults/` without its ending; none: nothing is broken. */
  fault: z.string().min(1).optional(),
  /** `removed`: the fault was live and is gone when the method starts, by recovery or, where it expires, by itself. */
  fault_state: z.enum(['live', 'removed']).default('live'),
  /** Workloads among which the seed chooses the victim; `__WORKLOAD__` stands for it in truth, oracle and reference. */
  targets: z.array(Name).min(1).optional(),
  truth: Truth.optional(),
  /** A regular expression which at least one piece of evidence must match (the signal), beside naming the object. */
  evidence: Regex.optional(),
})
export type Variant = z.output<typeof Variant>

/** Requests through the Service from a probe pod: all of `count` must succeed. */
export const RequestProbe = z.strictObject({
  service: Name,
  count: z.int().positive(),
  interval: Duration,
})
export type RequestProbe = z.output<typeof RequestProbe>

/** The hidden judgement of a recovery: state checks, then the guard that nothing else was harmed. */
export const StateOracle = z.strictObject({
  checks: z.array(Check).min(1),
  /** Seconds over which restart counts must stay flat and requests must succeed. */
  stable_for: Duration,
  requests: z.array(RequestProbe).min(1),
  /** Paths of baseline objects which a repair may change, `Kind/name:json.path`; everything else must equal the baseline. */
  allowed_changes: z.array(z.string()).default([]),
})
export type StateOracle = z.output<typeof StateOracle>

/** The hidden judgement V_hid. A finding is compared with the variant's truth, evidence included; a state with its checks and guard. */
export const Oracle = z.discriminatedUnion('judges', [
  z.strictObject({
    judges: z.literal('finding'),
    fields: z.array(z.enum(['answer', 'object', 'cause'])).min(1),
  }),
  z.strictObject({ judges: z.literal('state'), ...StateOracle.shape }),
])
export type Oracle = z.output<typeof Oracle>

/** The solution of the task's author, run as the method's identity. For a finding, evidence is what `evidence` of the variant matches in its outputs. */
export const Reference = z.strictObject({
  commands: z.array(z.string().min(1)).min(1),
})
export type Reference = z.output<typeof Reference>

/** What an adversary must reach on this task: solved on every seed, on none, or not on every one. */
export const SelfTestExpectation = z.enum(['always', 'never', 'not-always'])
export type SelfTestExpectation = z.output<typeof SelfTestExpectation>

/** How the oracle itself is tested: adversaries by name, each with what it must reach. */
export const SelfTest = z.strictObject({
  noop: SelfTestExpectation,
  wait: SelfTestExpectation,
  constant: SelfTestExpectation.optional(),
  'scale-to-zero': SelfTestExpectation,
  'restart-only': SelfTestExpectation,
  decoy: z.strictObject({
    commands: z.array(z.string().min(1)).min(1),
    expect: SelfTestExpectation,
  }),
  reference: z.literal('always'),
})
export type SelfTest = z.output<typeof SelfTest>

export const Limits = z.strictObject({
  commands: z.int().positive(),
  time: Duration,
})
export type Limits = z.output<typeof Limits>

/** One problem: what the method sees (`card`), and all that it must not see. */
export const TaskInstance = z
  .strictObject({
    id: Name,
    family: Name,
    app: Name,
    card: TaskCard,
    variants: z.record(Name, Variant),
    oracle: Oracle,
    reference: Reference,
    self_test: SelfTest,
    limits: Limits,
  })
  .refine(
    (task) => Object.values(task.variants).some((variant) => !variant.control),
    'expected at least one variant that is not a control',
  )
export type TaskInstance = z.output<typeof TaskInstance>

/** A named set of task instances, by path below `tasks/` without ending. */
export const TaskSuite = z.strictObject({
  suite: Name,
  tasks: z.array(z.string().min(1)).min(1),
})
export type TaskSuite = z.output<typeof TaskSuite>
