import type { Rng } from '../../ports/rng.ts'
import { matchesGlob } from '../kubelet/glob.ts'
import type { PodRuntime } from '../kubelet/pod-runtime.ts'
import type { Lookup } from '../processes/wire.ts'
import { candidateNames } from './dns.ts'

/** What a pod whose resolver was exchanged gets for a name; `undefined` where the true DNS answers. */
export const disturbedLookup = ({ pod, disturbances }: PodRuntime, host: string, rng: Rng): Lookup | undefined => {
  for (const rule of disturbances.dns.values()) {
    const names = [host, ...candidateNames(host, pod.metadata.namespace ?? 'default')]
    const name = names.find(
      (each) => rule.patterns.length === 0 || rule.patterns.some((glob) => matchesGlob(glob, each)),
    )
    if (name === undefined) continue
    const latencyMs = 0.4 + rng.float() * 0.4
    if (rule.action === 'error') return { kind: 'nonexistent', latencyMs }
    const address = Array.from({ length: 4 }, () => rng.int(1, 254)).join('.')
    return { kind: 'found', name, addresses: [address], latencyMs }
  }
  return undefined
}
