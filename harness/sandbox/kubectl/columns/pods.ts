import type { Pod } from 'kubernetes-types/core/v1.d.ts'
import { ageColumn, column, nameColumn, orNone, wideColumn } from './column.ts'
import { podSummary } from './pod-status.ts'

export const podColumns = [
  nameColumn,
  column<Pod>('READY', (pod, { nowMs }) => {
    const { ready, total } = podSummary(pod, nowMs)
    return `${ready}/${total}`
  }),
  column<Pod>('STATUS', (pod, { nowMs }) => podSummary(pod, nowMs).status),
  column<Pod>('RESTARTS', (pod, { nowMs }) => podSummary(pod, nowMs).restarts),
  ageColumn,
  wideColumn<Pod>('IP', (pod) => orNone(pod.status?.podIPs?.[0]?.ip ?? pod.status?.podIP)),
  wideColumn<Pod>('NODE', (pod) => orNone(pod.spec?.nodeName)),
  wideColumn<Pod>('NOMINATED NODE', (pod) => orNone(pod.status?.nominatedNodeName)),
  wideColumn<Pod>('READINESS GATES', (pod) => {
    const gates = pod.spec?.readinessGates ?? []
    if (gates.length === 0) return '<none>'
    const isTrue = (type: string): boolean =>
      pod.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') === true
    return `${gates.filter((gate) => isTrue(gate.conditionType)).length}/${gates.length}`
  }),
]
