import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from 'kubernetes-types/networking/v1.d.ts'
import type { DeepReadonly } from '../../api/types/object.ts'
import { selectorText } from '../columns/selector-text.ts'
import { writeAnnotations, writeLabels } from './labels.ts'
import type { Report } from './report-writer.ts'
import type { Describer } from './types.ts'

export const describeNetworkPolicy: Describer<NetworkPolicy> = (report, { metadata, spec }) => {
  report.add(0, `Name:\t${metadata.name}\nNamespace:\t${metadata.namespace ?? ''}\n`)
  const created = new Date(metadata.creationTimestamp).toISOString()
  report.add(0, `Created on:\t${created.slice(0, 10)} ${created.slice(11, 19)} +0000 UTC\n`)
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  const selector = selectorText(spec?.podSelector)
  const isEverybody = selector === '<none>' || selector === ''
  report.add(0, 'Spec:\n')
  report.add(
    1,
    `PodSelector:     ${isEverybody ? '<none> (Allowing the specific traffic to all pods in this namespace)' : selector}\n`,
  )
  const types = spec?.policyTypes ?? []
  if (types.includes('Ingress')) {
    report.add(1, 'Allowing ingress traffic:\n')
    writeRules(
      report,
      INGRESS,
      (spec?.ingress ?? []).map(({ ports, from }) => ({ ports, peers: from })),
    )
  } else report.add(1, 'Not affecting ingress traffic\n')
  if (types.includes('Egress')) {
    report.add(1, 'Allowing egress traffic:\n')
    writeRules(
      report,
      EGRESS,
      (spec?.egress ?? []).map(({ ports, to }) => ({ ports, peers: to })),
    )
  } else report.add(1, 'Not affecting egress traffic\n')
  report.add(1, `Policy Types: ${types.join(', ')}\n`)
}

interface Direction {
  readonly name: string
  readonly peer: string
  readonly anybody: string
}

const INGRESS: Direction = { name: 'ingress', peer: 'From', anybody: 'source' }
const EGRESS: Direction = { name: 'egress', peer: 'To', anybody: 'destination' }

interface Rule {
  readonly ports: readonly DeepReadonly<NetworkPolicyPort>[] | undefined
  readonly peers: readonly DeepReadonly<NetworkPolicyPeer>[] | undefined
}

const writeRules = (report: Report, { name, peer, anybody }: Direction, rules: readonly Rule[]): void => {
  if (rules.length === 0) report.add(2, `<none> (Selected pods are isolated for ${name} connectivity)\n`)
  for (const [index, { ports = [], peers = [] }] of rules.entries()) {
    if (ports.length === 0) report.add(2, 'To Port: <any> (traffic allowed to all ports)\n')
    for (const { port, endPort, protocol = 'TCP' } of ports) {
      const from = String(port ?? '<nil>')
      const text = endPort === undefined ? `To Port: ${from}` : `To Port Range: ${from}-${endPort}`
      report.add(2, `${text}/${protocol}\n`)
    }
    if (peers.length === 0) report.add(2, `${peer}: <any> (traffic not restricted by ${anybody})\n`)
    for (const one of peers) {
      report.add(2, `${peer}:\n`)
      writePeer(report, one)
    }
    if (index < rules.length - 1) report.add(2, '----------\n')
  }
}

const writePeer = (
  report: Report,
  { namespaceSelector, podSelector, ipBlock }: DeepReadonly<NetworkPolicyPeer>,
): void => {
  if (namespaceSelector !== undefined) report.add(3, `NamespaceSelector: ${selectorText(namespaceSelector)}\n`)
  if (podSelector !== undefined) report.add(3, `PodSelector: ${selectorText(podSelector)}\n`)
  if (ipBlock === undefined) return
  report.add(3, 'IPBlock:\n')
  report.add(4, `CIDR: ${ipBlock.cidr}\n`)
  report.add(4, `Except: ${(ipBlock.except ?? []).join(', ')}\n`)
}
