import type { Service } from 'kubernetes-types/core/v1.d.ts'
import { resources } from '../api/resources.ts'
import type { Stored } from '../api/types/object.ts'
import type { Control } from '../controllers/base/control.ts'
import { controlClient } from '../controllers/base/control-client.ts'
import { createInformer } from '../controllers/base/informer.ts'
import { answerAt } from '../kubelet/answer.ts'
import { writeLog } from '../kubelet/instance.ts'
import type { Kubelets } from '../kubelet/kubelets.ts'
import type { PodRuntime } from '../kubelet/pod-runtime.ts'
import { CLUSTER_DNS, nameServerOf } from '../kubelet/resolv-conf.ts'
import type { HttpRequest, Lookup, RequestOutcome, Timing } from '../processes/wire.ts'
import { answerFromApi } from './api-endpoint.ts'
import { candidateNames, isAddress, memberOf, serviceOf } from './dns.ts'
import { isLetThrough } from './network-policy.ts'
import { disturbedLookup } from './disturbed-lookup.ts'
import { deliverMs, type Retries } from './deliver.ts'
import type { NetworkEffects } from './network-effects.ts'
import { RETRY_MS } from './packet-queue.ts'
import { readyBackends, routeService } from './service-route.ts'
import type { Caller, Network } from './types.ts'

export interface NetworkDependencies {
  readonly control: Control
  readonly kubelets: Kubelets
  readonly effects: NetworkEffects
}

/** DNS, Services and connections between pods. Every draw comes from the cluster's chance, in the order of the requests. */
export const createNetwork = ({ control, kubelets, effects }: NetworkDependencies): Network => {
  const { simulation, server, informers } = control
  const client = controlClient(server, 'system:kube-proxy', 'kube-proxy')
  const endpoints = createInformer(client, resources.endpoints)
  const policies = createInformer(client, resources.networkPolicies)
  const rng = control.rng.fork('network')
  const absent = new Map<string, number>()
  let depth = 0

  const hopMs = (): number => 0.08 + rng.float() * 0.14

  /** One packet each way, repeated until both got through. */
  const roundTripMs = (
    from: Caller,
    to: PodRuntime | undefined,
    { retries, dialled = [], bytes = 0 }: { retries: Retries; dialled?: readonly string[]; bytes?: number },
  ): number => {
    const there = { from: from?.uid, to: to?.uid, dialled, bytes: 0 }
    const back = { from: to?.uid, to: from?.uid, dialled, bytes }
    return 2 * hopMs() + deliverMs(effects, there, back, retries, rng)
  }

  const dnsServer = (): PodRuntime | undefined => {
    const service = informers.services.get('kube-system', 'kube-dns')
    const backends = service === undefined ? [] : readyBackends(endpoints, service, 'dns')
    return backends.length === 0 ? undefined : kubelets.podAt(rng.pick(backends).address)
  }

  const lookup = (from: Caller, host: string, isPlain = false): Lookup => {
    if (isAddress(host)) return { kind: 'found', name: '', addresses: [host], latencyMs: 0 }
    if (host === 'localhost') return { kind: 'found', name: 'localhost', addresses: ['127.0.0.1'], latencyMs: 0 }
    const disturbed = from === undefined ? undefined : disturbedLookup(from, host, rng)
    if (disturbed !== undefined) return disturbed
    const server = from === undefined ? CLUSTER_DNS : nameServerOf(from.pod)
    if (server !== CLUSTER_DNS) return { kind: 'unanswered', latencyMs: RESOLVER_LIMIT_MS }
    const dns = dnsServer()
    if (dns === undefined) return { kind: 'refused', server, latencyMs: 0.4 }
    if (!isLetThrough({ policies, informers }, { from, to: dns, port: 53, protocol: 'UDP' }))
      return { kind: 'unanswered', latencyMs: RESOLVER_LIMIT_MS }
    let latencyMs = 0
    const names = isPlain ? [host.replace(/\.$/, '')] : candidateNames(host, from?.pod.metadata.namespace ?? 'default')
    for (const name of names) {
      const tripMs = roundTripMs(from, dns, { retries: QUERY })
      if (tripMs === Number.POSITIVE_INFINITY) return { kind: 'unanswered', latencyMs: RESOLVER_LIMIT_MS }
      latencyMs += tripMs + 0.2 + rng.float() * 0.5
      const addresses = addressesOf(name)
      if (addresses.length > 0) return { kind: 'found', name, addresses, latencyMs }
    }
    return { kind: 'nonexistent', latencyMs }
  }

  /** The DNS server remembers for 30 s that a name did not exist. */
  const addressesOf = (name: string): readonly string[] => {
    const nowMs = simulation.nowMs()
    if (nowMs < (absent.get(name) ?? 0)) return []
    const service = serviceOf(informers, name)
    const member = service === undefined ? memberOf(informers, name) : undefined
    const addresses = service === undefined ? (member === undefined ? [] : [member]) : addressesOfService(service)
    if (addresses.length > 0) absent.delete(name)
    else absent.set(name, nowMs + ABSENCE_MS)
    return addresses
  }

  const addressesOfService = (service: Stored<Service>): readonly string[] => {
    const { clusterIP, ports = [] } = service.spec ?? {}
    if (clusterIP !== undefined && clusterIP !== '' && clusterIP !== 'None') return [clusterIP]
    return readyBackends(endpoints, service, ports[0]?.name ?? '').map(({ address }) => address)
  }

  const request = (from: Caller, asked: HttpRequest, atMs = simulation.nowMs()): RequestOutcome => {
    depth += 1
    try {
      return depth > DEEPEST ? unanswered(asked, '', 0) : begin(from, asked, atMs)
    } finally {
      depth -= 1
    }
  }

  const unanswered = ({ port }: HttpRequest, address: string, lookupMs: number): RequestOutcome => {
    const timing: Timing = { lookupMs, connectMs: Number.POSITIVE_INFINITY, totalMs: Number.POSITIVE_INFINITY }
    return { kind: 'unanswered', address, port, timing }
  }

  const begin = (from: Caller, asked: HttpRequest, atMs: number): RequestOutcome => {
    const found = lookup(from, asked.host)
    const lookupMs = found.latencyMs
    if (found.kind !== 'found') {
      return { kind: 'unresolved', host: asked.host, timing: { lookupMs, connectMs: lookupMs, totalMs: lookupMs } }
    }
    return connect(from, asked, rng.pick(found.addresses), lookupMs, atMs)
  }

  const connect = (
    from: Caller,
    asked: HttpRequest,
    address: string,
    lookupMs: number,
    atMs: number,
  ): RequestOutcome => {
    const refuse = (afterMs: number): RequestOutcome => {
      const timing: Timing = { lookupMs, connectMs: lookupMs + afterMs, totalMs: lookupMs + afterMs }
      return { kind: 'refused', address, port: asked.port, timing }
    }
    const service = serviceAt(address)
    // A port that the Service does not have has no rule: the packets go nowhere.
    if (service !== undefined && !(service.spec?.ports ?? []).some(({ port }) => port === asked.port))
      return unanswered(asked, address, lookupMs)
    if (service?.metadata.name === 'kubernetes' && service.metadata.namespace === 'default')
      return askApi(from, asked, address, lookupMs)
    const backend =
      service === undefined
        ? { address, port: asked.port }
        : routeService(
            { endpoints, rng, isLocal: (ip) => kubelets.podAt(ip)?.node === from?.node },
            service,
            asked.port,
          )
    if (backend === 'dropped') return unanswered(asked, address, lookupMs)
    if (backend === undefined) return refuse(hopMs())
    const target = address === '127.0.0.1' ? from : kubelets.podAt(backend.address)
    if (target === undefined) {
      if (isNode(backend.address)) return refuse(hopMs())
      return unanswered(asked, address, lookupMs)
    }
    if (!isLetThrough({ policies, informers }, { from, to: target, port: backend.port, protocol: 'TCP' }))
      return unanswered(asked, address, lookupMs)
    const peer = target.uid === from?.uid ? undefined : target
    const dialled = [address, asked.host]
    const connectMs = lookupMs + (peer === undefined ? 0.05 : roundTripMs(from, target, { retries: SYN, dialled }))
    if (connectMs === Number.POSITIVE_INFINITY) return unanswered(asked, address, lookupMs)
    const { method, path } = asked
    const answer = answerAt(target, backend.port, { method, path, clientIp: from?.ip ?? '', atMs: atMs + connectMs })
    if (answer === undefined) return refuse(connectMs - lookupMs)
    const { status, contentType, body, product, headers, serviceMs, throttleMs, spreadRatio } = answer
    const { instance, logLine, cpuMs } = answer
    if (serviceMs === Number.POSITIVE_INFINITY) return unanswered(asked, address, lookupMs)
    const workMs = serviceMs * (1 + (2 * rng.float() - 1) * spreadRatio) + throttleMs * 2 * rng.float()
    const bytes = RESPONSE_HEAD_BYTES + body.length
    const answerMs = peer === undefined ? 0.05 : roundTripMs(from, target, { retries: DATA, dialled, bytes })
    const totalMs = connectMs + answerMs + workMs
    if (totalMs === Number.POSITIVE_INFINITY) {
      const timing: Timing = { lookupMs, connectMs, totalMs }
      return { kind: 'unanswered', address, port: asked.port, timing }
    }
    if (answer.isClosed === true)
      return { kind: 'closed', address, port: asked.port, timing: { lookupMs, connectMs, totalMs } }
    if (logLine !== undefined) writeLog(instance, { atMs: atMs + totalMs, text: logLine })
    instance.work.push({ atMs: atMs + totalMs, cpuMs })
    if (instance.work.length > KEPT_WORK) instance.work.splice(0, KEPT_WORK / 2)
    const timing = { lookupMs, connectMs, totalMs }
    return { kind: 'answered', address, port: asked.port, status, contentType, body, product, headers, timing }
  }

  /** It listens on the host of the control plane, outside the pods. */
  const askApi = (from: Caller, asked: HttpRequest, address: string, lookupMs: number): RequestOutcome => {
    const dialled = [address, asked.host]
    const connectMs = lookupMs + 2 * roundTripMs(from, undefined, { retries: SYN, dialled })
    if (connectMs === Number.POSITIVE_INFINITY) return unanswered(asked, address, lookupMs)
    const { status, body } = answerFromApi({ server, podOf: kubelets.podOf }, asked)
    const answerMs = roundTripMs(from, undefined, { retries: DATA, dialled, bytes: body.length })
    const timing = { lookupMs, connectMs, totalMs: connectMs + answerMs + 1 + rng.float() * 3 }
    const { port } = asked
    if (timing.totalMs === Number.POSITIVE_INFINITY) return { kind: 'unanswered', address, port, timing }
    const contentType = 'application/json'
    return { kind: 'answered', address, port, status, contentType, body, product: '', isSecure: true, timing }
  }

  const serviceAt = (address: string): Stored<Service> | undefined => {
    for (const service of informers.services.all()) if (service.spec?.clusterIP === address) return service
    return undefined
  }

  const isNode = (address: string): boolean => {
    for (const { status } of informers.nodes.all())
      if (status?.addresses?.some((known) => known.address === address) === true) return true
    return false
  }

  return { lookup, request }
}

const ABSENCE_MS = 30_000
/** Requests whose CPU time is remembered: more than arrive between two rounds of the metrics. */
const KEPT_WORK = 4096
/** What servers say about an answer before it. */
const RESPONSE_HEAD_BYTES = 230
/** Requests that are part of each other: apps that call each other in a circle end there. */
const DEEPEST = 12
/** Connections are asked for again after one second, then two, four …; what is sent on them sooner. */
const SYN: Retries = { afterMs: 1000, times: 6 }
const DATA: Retries = { afterMs: RETRY_MS, times: 15 }
const QUERY: Retries = { afterMs: 2500, times: 1 }
/** Two tries of 2.5 s each. */
const RESOLVER_LIMIT_MS = 5000
