import { memorySizeBytes } from '../memory-size.ts'
import { stressorsOf } from '../stressors-of.ts'
import type { ChaosSpec } from '../types.ts'

export const stressComplaint = (spec: ChaosSpec): string | undefined => {
  const stressors = stressorsOf(spec)
  if ('unknown' in stressors)
    return `spec.stressngStressors: the sandbox runs --cpu, --cpu-load, --vm and --vm-bytes, not "${stressors.unknown}"`
  const field = (spec.stressngStressors ?? '') === '' ? 'spec.stressors' : 'spec.stressngStressors'
  const { cpu, memory } = stressors
  if (cpu === undefined && memory === undefined)
    return `${field}: Invalid value: at least one of cpu and memory is needed`
  for (const [name, stressor] of Object.entries({ cpu, memory })) {
    if (stressor === undefined) continue
    if (stressor.workers <= 0) return `${field}.${name}.workers: Invalid value: ${stressor.workers}: no workers`
    if ((stressor.options ?? []).length > 0)
      return `${field}.${name}.options: the sandbox knows no options of stress-ng; leave them out`
  }
  if (memory === undefined) return undefined
  const { size = '', oomScoreAdj = 0 } = memory
  if (memorySizeBytes(size, 0) === undefined)
    return `${field}.memory.size: Invalid value: "${size}": the sandbox needs a size, such as 190MB or 25%`
  return oomScoreAdj === 0
    ? undefined
    : `${field}.memory.oomScoreAdj: in the sandbox the whole container is killed whatever the score; leave it out`
}
