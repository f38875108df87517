import { compileRegex } from '../../domain/regex.ts'
import type { TrialSpec } from '../../domain/trial.ts'
import type { Loop } from '../../ports/loop.ts'
import { answeringLoop, type Script } from './answering-loop.ts'
import { fillWorkload } from './fill-workload.ts'

/** The solution of the task's author: it knows the truth, and shows that it can be read from the cluster by the method's identity. */
export const referenceLoop = (spec: TrialSpec): Loop => answeringLoop(referenceScript(spec))

export const referenceScript = ({ task, draw }: TrialSpec): Script => {
  const commands = task.reference.commands.map((command) => fillWorkload(command, draw.workload))
  return task.oracle.judges === 'finding'
    ? { looks: commands, acts: [], answer: draw.truth, quotes: showsTruth(draw) }
    : { looks: [], acts: commands, answer: null, quotes: () => false }
}

const showsTruth = ({ truth, variant }: TrialSpec['draw']): Script['quotes'] => {
  const signal = variant.evidence === undefined ? null : compileRegex(variant.evidence)
  const name = truth?.object?.slice(truth.object.indexOf('/') + 1)
  return (line) => (signal === null || signal.test(line)) && (name === undefined || line.includes(name))
}
