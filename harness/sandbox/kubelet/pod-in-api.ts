import { resources } from '../api/resources.ts'
import { isSame } from '../controllers/base/same.ts'
import { podStatus } from './pod-status.ts'
import type { PodRuntime } from './pod-runtime.ts'
import type { NodeAgent } from './types.ts'

/** Takes up what the API has of a pod, and writes down how it is; does nothing for a pod that another has replaced. */
export const reportPod = ({ client, ip, simulation }: NodeAgent, runtime: PodRuntime): void => {
  const current = client.find(refOf(runtime))
  if (current?.metadata.uid !== runtime.uid) return
  runtime.pod = current
  const status = podStatus(runtime, ip, simulation.nowMs())
  if (!isSame(status, current.status)) runtime.pod = client.update(refOf(runtime), { ...current, status }, 'status')
}

/** Takes a pod that has ended out of the API. */
export const removePod = ({ client }: NodeAgent, runtime: PodRuntime): void => {
  const ref = refOf(runtime)
  if (client.find(ref)?.metadata.uid !== runtime.uid) return
  client.delete(ref, { gracePeriodSeconds: 0, preconditions: { uid: runtime.uid } })
}

const refOf = ({ pod: { metadata } }: PodRuntime) => ({
  resource: resources.pods,
  namespace: metadata.namespace,
  name: metadata.name,
})
