import type { Fault } from '../domain/fault.ts'
import type { Method } from '../domain/method.ts'
import type { MethodRights } from '../domain/method-rights.ts'
import type { Mode } from '../domain/mode.ts'
import type { NoiseLevel } from '../domain/noise.ts'
import type { TaskInstance } from '../domain/task.ts'
import { digest } from './digest.ts'

/** All that determines the result of a cell's trials, the seed apart. */
export interface CellContents {
  readonly task: TaskInstance
  readonly method: Method
  /** The faults of all variants: which one a trial meets is a matter of its seed. */
  readonly faults: readonly Fault[]
  readonly mode: Mode
  readonly noise: NoiseLevel
  readonly rights: MethodRights
  readonly appManifests: string
  readonly skillBankDigest: string
  /** Null for methods that ask no model. */
  readonly modelId: string | null
  readonly environmentFingerprint: string
  /** Changes when the harness would judge or run the same trial differently. */
  readonly behaviourVersion: string
}

/** Hash of what determines the result: not of the number of workers, the path to the cluster, or texts for people. */
export const cellId = ({ method, task, ...contents }: CellContents): string => {
  const { title: _title, description: _description, ablation_of: _ablationOf, ...workings } = method
  const { self_test: _selfTest, ...problem } = task
  return digest({ ...contents, method: workings, task: problem })
}
