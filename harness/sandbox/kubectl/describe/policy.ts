import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.d.ts'
import { selectorText } from '../columns/selector-text.ts'
import type { Describer } from './types.ts'

export const describeDisruptionBudget: Describer<PodDisruptionBudget> = (report, { metadata, spec, status }) => {
  report.add(0, `Name:\t${metadata.name}\nNamespace:\t${metadata.namespace ?? ''}\n`)
  if (spec?.minAvailable !== undefined) report.add(0, `Min available:\t${String(spec.minAvailable)}\n`)
  else if (spec?.maxUnavailable !== undefined) report.add(0, `Max unavailable:\t${String(spec.maxUnavailable)}\n`)
  report.add(0, `Selector:\t${spec?.selector === undefined ? '<unset>' : selectorText(spec.selector)}\n`)
  report.add(0, 'Status:\n')
  report.add(2, `Allowed disruptions:\t${status?.disruptionsAllowed ?? 0}\n`)
  report.add(2, `Current:\t${status?.currentHealthy ?? 0}\n`)
  report.add(2, `Desired:\t${status?.desiredHealthy ?? 0}\n`)
  report.add(2, `Total:\t${status?.expectedPods ?? 0}\n`)
}
