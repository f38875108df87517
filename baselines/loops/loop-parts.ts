import type { LoopOptions } from '../../harness/domain/method.ts'
import type { Skill } from '../../harness/domain/skill.ts'
import type { TaskCard } from '../../harness/domain/task.ts'
import type {
  CapabilityProbe,
  FailureMemory,
  CapabilityProfile,
  Gate,
  GateObserver,
  Generator,
  Optimizer,
  Planner,
  Verifier,
} from '../../harness/ports/components.ts'
import type { Loop, LoopContext } from '../../harness/ports/loop.ts'

/** What a loop is made of; a component that its method lacks is null. Components that talk to a model write into the trial's trace. */
export interface LoopParts {
  readonly skills: readonly Skill[]
  readonly options: LoopOptions
  readonly planner: Planner | null
  readonly generator: Generator | null
  readonly verifier: Verifier | null
  readonly optimizer: Optimizer | null
  /** A gate for one skill: its budget B(S, E) depends on the skill and on what the environment permits. */
  readonly gateFor: ((skill: Skill, capabilities: CapabilityProfile | null) => Gate & GateObserver) | null
  readonly probe: CapabilityProbe | null
  readonly memory: FailureMemory | null
  /** Whether skills run as typed runbooks, or their commands bare. */
  readonly typed: boolean
}

/** Parts are made for each trial: memory and gate count, and fallbacks are recorded in the trial's trace. */
export type MakeParts = (context: Pick<LoopContext, 'card' | 'trace'>) => LoopParts

export type LoopFactory = (makeParts: MakeParts) => Loop

/** A loop that does not answer a question recovers. */
export const isRecovery = (card: TaskCard): boolean => card.question === undefined
