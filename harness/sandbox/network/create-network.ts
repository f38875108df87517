import type { Service } from 'kubernetes-types/core/v1.d.ts'
import { resources } from '../api/resources.ts'
import type { Stored } from '../api/types/object.ts'
import type { Control } from '../controllers/base/control.ts'
import { controlClient } from '../controllers/base/control-client.ts'
import { answerAt } from '../kubelet/answer.ts'
import type { Kubelets } from '../kubelet/kubelets.ts'
import type { PodRuntime } from '../kubelet/pod-runtime.ts'
import { accessLine } from './access-line.ts'
import { candidateNames, isAddress, serviceOf } from './dns.ts'
import type { NetworkEffects } from './network-effects.ts'
import { readyBackends, routeService } from './service-route.ts'
import type { Caller, HttpRequest, Lookup, Network, RequestOutcome, Timing } from './types.ts'

export interface NetworkDependencies {
  readonly control: Control
  readonly kubelets: Kubelets
  readonly effects: NetworkEffects
}

/** DNS, Services and connections between pods. Every draw comes from the cluster's chance, in the order of the requests. */
export const createNetwork = ({ control, kubelets, effects }: NetworkDependencies): Network => {
  const { simulation, server, informers } = control
  const client = controlClient(server, 'system:kube-proxy', 'kube-proxy')
  const rng = control.rng.fork('network')
  const absent = new Map<string, number>()

  const hopMs = (): number => 0.08 + rng.float() * 0.14

  /** One packet each way. */
  const roundTripMs = (from: Caller, to: PodRuntime | undefined): number =>
    2 * hopMs() + effects.sampleMs(from?.uid, to?.uid, rng) + effects.sampleMs(to?.uid, from?.uid, rng)

  const dnsServer = (): PodRuntime | undefined => {
    const service = informers.services.get('kube-system', 'kube-dns')
    const backends = service === undefined ? [] : readyBackends(client, service, 'dns')
    return backends.length === 0 ? undefined : kubelets.podAt(rng.pick(backends).address)
  }

  const lookup = (from: Caller, host: string): Lookup => {
    if (isAddress(host)) return { kind: 'found', name: '', addresses: [host], latencyMs: 0 }
    if (host === 'localhost') return { kind: 'found', name: 'localhost', addresses: ['127.0.0.1'], latencyMs: 0 }
    const dns = dnsServer()
    if (dns === undefined) return { kind: 'unanswered', latencyMs: 2500 * 2 }
    let latencyMs = 0
    for (const name of candidateNames(host, from?.pod.metadata.namespace ?? 'default')) {
      latencyMs += roundTripMs(from, dns) + 0.2 + rng.float() * 0.5
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
    const addresses = service === undefined ? [] : addressesOfService(service)
    if (addresses.length > 0) absent.delete(name)
    else absent.set(name, nowMs + ABSENCE_MS)
    return addresses
  }

  const addressesOfService = (service: Stored<Service>): readonly string[] => {
    const { clusterIP, ports = [] } = service.spec ?? {}
    if (clusterIP !== undefined && clusterIP !== '' && clusterIP !== 'None') return [clusterIP]
    return readyBackends(client, service, ports[0]?.name ?? '').map(({ address }) => address)
  }

  const request = (from: Caller, asked: HttpRequest): RequestOutcome => {
    const found = lookup(from, asked.host)
    const lookupMs = found.latencyMs
    if (found.kind !== 'found') {
      return { kind: 'unresolved', host: asked.host, timing: { lookupMs, connectMs: lookupMs, totalMs: lookupMs } }
    }
    return connect(from, asked, rng.pick(found.addresses), lookupMs)
  }

  const connect = (from: Caller, asked: HttpRequest, address: string, lookupMs: number): RequestOutcome => {
    const refuse = (afterMs: number): RequestOutcome => {
      const timing: Timing = { lookupMs, connectMs: lookupMs + afterMs, totalMs: lookupMs + afterMs }
      return { kind: 'refused', address, port: asked.port, timing }
    }
    const service = serviceAt(address)
    const backend =
      service === undefined ? { address, port: asked.port } : routeService(client, service, asked.port, rng)
    if (backend === undefined) return refuse(hopMs())
    const target = address === '127.0.0.1' ? from : kubelets.podAt(backend.address)
    if (target === undefined) {
      if (isNode(backend.address)) return refuse(hopMs())
      const timing: Timing = { lookupMs, connectMs: Number.POSITIVE_INFINITY, totalMs: Number.POSITIVE_INFINITY }
      return { kind: 'unanswered', address, port: asked.port, timing }
    }
    const peer = target.uid === from?.uid ? undefined : target
    const connectMs = lookupMs + (peer === undefined ? 0.05 : roundTripMs(from, target))
    const answer = answerAt(target, backend.port, asked.path, simulation.nowMs())
    if (answer === undefined) return refuse(connectMs - lookupMs)
    const { page, serviceMs, throttleMs, spreadRatio, instance, product } = answer
    const workMs = serviceMs * (1 + (2 * rng.float() - 1) * spreadRatio) + throttleMs * 2 * rng.float()
    const totalMs = connectMs + (peer === undefined ? 0.05 : roundTripMs(from, target)) + workMs
    const isReading = asked.method === 'GET' || asked.method === 'HEAD'
    const status = isReading ? page.status : 405
    const line = accessLine(answer, asked, status, from?.ip ?? '', simulation.nowMs())
    if (line !== undefined && instance.written.length < KEPT_LINES)
      instance.written.push({ atMs: simulation.nowMs() + totalMs, text: line })
    return {
      kind: 'answered',
      address,
      port: asked.port,
      status,
      contentType: page.contentType,
      body: isReading ? page.body : '',
      product,
      timing: { lookupMs, connectMs, totalMs },
    }
  }

  const serviceAt = (address: string): Stored<Service> | undefined => {
    for (const service of informers.services.all()) if (service.spec?.clusterIP === address) return service
    return undefined
  }

  const isNode = (address: string): boolean =>
    client
      .list({ resource: resources.nodes })
      .items.some((node) => node.status?.addresses?.some((known) => known.address === address))

  return { lookup, request }
}

const ABSENCE_MS = 30_000
const KEPT_LINES = 1000
