import type { TrialSpec } from '../../domain/trial.ts'
import type { Loop } from '../../ports/loop.ts'
import { answeringLoop } from './answering-loop.ts'
import { armsOf } from './arms.ts'

/** The loop of an arm that tests an oracle, found by the name of the trial's method. */
export const selfTestLoop = (spec: TrialSpec): Loop => {
  const arm = armsOf(spec.task).find(({ method }) => method.name === spec.method.name)
  if (arm === undefined) throw new RangeError(`task ${spec.task.id} has no arm ${spec.method.name}`)
  if (arm.script === null) return NOTHING
  return answeringLoop(arm.script(spec))
}

const NOTHING: Loop = { run: () => Promise.resolve({ status: 'unsolved', summary: 'did nothing' }) }
