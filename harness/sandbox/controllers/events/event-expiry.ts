import { resources } from '../../api/resources.ts'
import type { ApiServer } from '../../api/types/api-server.ts'
import type { Simulation } from '../../engine/types.ts'
import { controlClient } from '../base/control-client.ts'
import { keyOf, splitKey } from '../base/informer.ts'

/** How long the server keeps an Event after its last change. */
export const EVENT_TTL_MS = 3_600_000

/** Removes Events whose time is up, oldest first, with one timer for all. */
export const startEventExpiry = (simulation: Simulation, server: ApiServer): void => {
  const client = controlClient(server, 'system:apiserver', 'kube-apiserver')
  /** In order of expiry: a change moves an entry to the end. */
  const expiry = new Map<string, number>()
  let isAppointed = false

  const appoint = (): void => {
    const [next] = expiry.values()
    if (isAppointed || next === undefined) return
    isAppointed = true
    simulation.schedule(Math.max(0, next - simulation.nowMs()), sweep)
  }

  const sweep = (): void => {
    isAppointed = false
    for (const [key, atMs] of expiry) {
      if (atMs > simulation.nowMs()) break
      expiry.delete(key)
      const ref = { resource: resources.events, ...splitKey(key) }
      if (client.find(ref) !== undefined) client.delete(ref)
    }
    appoint()
  }

  client.watch({ resource: resources.events }, {}, ({ type, object }) => {
    const key = keyOf(object)
    expiry.delete(key)
    if (type !== 'DELETED') expiry.set(key, simulation.nowMs() + EVENT_TTL_MS)
    appoint()
  })
}
