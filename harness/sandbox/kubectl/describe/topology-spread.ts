import type { TopologySpreadConstraint } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly } from '../../api/types/object.ts'
import { selectorText } from '../columns/selector-text.ts'
import type { Report } from './report-writer.ts'

/** Topology spread constraints, a line each; nothing when there are none. */
export const writeTopologySpread = (
  report: Report,
  space: string,
  constraints: readonly DeepReadonly<TopologySpreadConstraint>[] | undefined,
): void => {
  if (constraints === undefined || constraints.length === 0) return
  const lines = constraints
    .toSorted((a, b) => (a.topologyKey < b.topologyKey ? -1 : 1))
    .map(({ topologyKey, whenUnsatisfiable, maxSkew, labelSelector }) => {
      const selector = labelSelector === undefined ? '' : ` for selector ${selectorText(labelSelector)}`
      return `${topologyKey}:${whenUnsatisfiable} when max skew ${maxSkew} is exceeded${selector}\n`
    })
  report.add(0, `${space}Topology Spread Constraints:\t${lines.join('\t')}`)
}
