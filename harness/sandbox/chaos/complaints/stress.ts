import { readStressors } from '../read-stressors.ts'
import type { ChaosSpec } from '../types.ts'

export const stressComplaint = ({ stressors, stressngStressors = '' }: ChaosSpec): string | undefined => {
  if (stressngStressors !== '') {
    const read = readStressors(stressngStressors)
    return 'unknown' in read
      ? `spec.stressngStressors: the sandbox runs --cpu, --cpu-load, --vm and --vm-bytes, not "${read.unknown}"`
      : undefined
  }
  const { cpu, memory } = stressors ?? {}
  if (cpu === undefined && memory === undefined)
    return 'spec.stressors: Invalid value: at least one of cpu and memory is needed'
  for (const [name, stressor] of Object.entries({ cpu, memory })) {
    if (stressor === undefined) continue
    if (stressor.workers <= 0) return `spec.stressors.${name}.workers: Invalid value: ${stressor.workers}: no workers`
    if ((stressor.options ?? []).length > 0)
      return `spec.stressors.${name}.options: the sandbox knows no options of stress-ng; leave them out`
  }
  return memory?.oomScoreAdj === undefined || memory.oomScoreAdj === 0
    ? undefined
    : 'spec.stressors.memory.oomScoreAdj: in the sandbox the whole container is killed whatever the score; leave it out'
}
