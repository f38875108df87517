import type { Lease } from 'kubernetes-types/coordination/v1.d.ts'
import type { Node, Pod } from 'kubernetes-types/core/v1.d.ts'
import { formatQuantity, parseQuantity } from '../../api/quantity.ts'
import { resources } from '../../api/resources.ts'
import { ApiError } from '../../api/types/api-error.ts'
import type { Stored } from '../../api/types/object.ts'
import { nodeRoles } from '../columns/cluster.ts'
import { ageSince } from '../format/age.ts'
import type { Session } from '../session.ts'
import { writeAnnotations, writeLabels } from './labels.ts'
import { ZERO, podAmounts, type Amounts } from './pod-amounts.ts'
import type { Report } from './report-writer.ts'
import { longTime } from './time.ts'
import type { Describer } from './types.ts'

export const describeNode: Describer<Node> = async (report, node, { session, nowMs }) => {
  const { metadata, spec } = node
  report.add(0, `Name:\t${metadata.name}\nRoles:\t${nodeRoles(node)}\n`)
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  report.add(0, `CreationTimestamp:\t${longTime(metadata.creationTimestamp)}\n`)
  const taints = (spec?.taints ?? []).map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}\n`)
  report.add(0, `Taints:\t${taints.length === 0 ? '<none>\n' : taints.join('\t')}`)
  report.add(0, `Unschedulable:\t${spec?.unschedulable === true}\n`)
  await writeLease(session, report, metadata.name)
  writeConditions(report, node)
  report.add(0, 'Addresses:\n')
  for (const { type, address } of node.status?.addresses ?? []) report.add(1, `${type}:\t${address}\n`)
  writeAmountList(report, 'Capacity', node.status?.capacity)
  writeAmountList(report, 'Allocatable', node.status?.allocatable)
  writeSystem(report, node)
  await writePods(session, report, node, nowMs)
}

const writeLease = async (session: Session, report: Report, name: string): Promise<void> => {
  const lease = await findLease(session, name)
  if (lease === undefined) return
  const time = (value: string | undefined): string => (value === undefined ? '<unset>' : longTime(value))
  report.add(0, 'Lease:\n')
  report.add(1, `HolderIdentity:\t${lease.spec?.holderIdentity ?? '<unset>'}\n`)
  report.add(1, `AcquireTime:\t${time(lease.spec?.acquireTime)}\n`)
  report.add(1, `RenewTime:\t${time(lease.spec?.renewTime)}\n`)
}

const findLease = async (session: Session, name: string): Promise<Stored<Lease> | undefined> => {
  try {
    return await session.request((client) =>
      client.find({ resource: resources.leases, namespace: 'kube-node-lease', name }),
    )
  } catch (error) {
    if (error instanceof ApiError) return undefined
    throw error
  }
}

const writeConditions = (report: Report, { status }: Stored<Node>): void => {
  const conditions = status?.conditions ?? []
  if (conditions.length === 0) return
  report.add(0, 'Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage\n')
  report.add(1, '----\t------\t-----------------\t------------------\t------\t-------\n')
  for (const condition of conditions) {
    const {
      type,
      status: state,
      lastHeartbeatTime = '',
      lastTransitionTime = '',
      reason = '',
      message = '',
    } = condition
    report.add(
      1,
      `${type} \t${state} \t${longTime(lastHeartbeatTime)} \t${longTime(lastTransitionTime)} \t${reason} \t${message}\n`,
    )
  }
}

const writeAmountList = (
  report: Report,
  title: string,
  amounts: Readonly<Record<string, unknown>> | undefined,
): void => {
  report.add(0, `${title}:\n`)
  for (const name of Object.keys(amounts ?? {}).toSorted()) report.add(1, `${name}:\t${String(amounts?.[name])}\n`)
}

const writeSystem = (report: Report, { spec, status }: Stored<Node>): void => {
  const info = status?.nodeInfo
  report.add(0, 'System Info:\n')
  const lines = [
    ['Machine ID', info?.machineID],
    ['System UUID', info?.systemUUID],
    ['Boot ID', info?.bootID],
    ['Kernel Version', info?.kernelVersion],
    ['OS Image', info?.osImage],
    ['Operating System', info?.operatingSystem],
    ['Architecture', info?.architecture],
    ['Container Runtime Version', info?.containerRuntimeVersion],
    ['Kubelet Version', info?.kubeletVersion],
    ['Kube-Proxy Version', info?.kubeProxyVersion],
  ] as const
  for (const [title, value] of lines) report.add(1, `${title}:\t${value ?? ''}\n`)
  if (spec?.podCIDR) report.add(0, `PodCIDR:\t${spec.podCIDR}\n`)
  if ((spec?.podCIDRs ?? []).length > 0) report.add(0, `PodCIDRs:\t${(spec?.podCIDRs ?? []).join(',')}\n`)
  if (spec?.providerID) report.add(0, `ProviderID:\t${spec.providerID}\n`)
}

const writePods = async (session: Session, report: Report, node: Stored<Node>, nowMs: number): Promise<void> => {
  const pods = await podsOn(session, node.metadata.name)
  if (pods === undefined) {
    report.add(0, 'Pods:\tnot authorized\n')
    return
  }
  const allocatable = node.status?.allocatable ?? node.status?.capacity ?? {}
  const share = (amount: bigint, name: string): string => {
    const total = parseQuantity(String(allocatable[name] ?? '0'))?.nano ?? 0n
    return `(${total === 0n ? 0n : (amount * 100n) / total}%)`
  }
  report.add(0, `Non-terminated Pods:\t(${pods.length} in total)\n`)
  report.add(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge\n')
  report.add(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---\n')
  const cell = (amounts: Amounts, name: string): string => {
    const amount = amounts[name] ?? ZERO
    return `${formatQuantity(amount)} ${share(amount.nano, name)}`
  }
  const totals = { requests: {} as Amounts, limits: {} as Amounts }
  for (const pod of pods) {
    const { requests, limits } = podAmounts(pod)
    totals.requests = sum(totals.requests, requests)
    totals.limits = sum(totals.limits, limits)
    const cells = [cell(requests, 'cpu'), cell(limits, 'cpu'), cell(requests, 'memory'), cell(limits, 'memory')]
    const age = ageSince(pod.metadata.creationTimestamp, nowMs)
    report.add(1, `${pod.metadata.namespace ?? ''}\t${pod.metadata.name}\t\t${cells.join('\t')}\t${age}\n`)
  }
  report.add(0, 'Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n')
  report.add(1, 'Resource\tRequests\tLimits\n')
  report.add(1, '--------\t--------\t------\n')
  const others = Object.keys(allocatable).filter(
    (name) => !['cpu', 'memory', 'ephemeral-storage', 'pods'].includes(name),
  )
  for (const name of ['cpu', 'memory', 'ephemeral-storage', ...others.toSorted()]) {
    report.add(1, `${name}\t${cell(totals.requests, name)}\t${cell(totals.limits, name)}\n`)
  }
}

const sum = (a: Amounts, b: Amounts): Amounts => {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return Object.fromEntries(
    [...names].map((name) => {
      const [left, right] = [a[name], b[name]]
      if (left === undefined || right === undefined) return [name, left ?? right ?? ZERO]
      return [name, { nano: left.nano + right.nano, format: left.format }]
    }),
  )
}

const podsOn = async (session: Session, name: string): Promise<readonly Stored<Pod>[] | undefined> => {
  const fieldSelector = `spec.nodeName=${name},status.phase!=Succeeded,status.phase!=Failed`
  try {
    return (await session.request((client) => client.list({ resource: resources.pods }, { fieldSelector }))).items
  } catch (error) {
    if (error instanceof ApiError) return undefined
    throw error
  }
}
