import type { Rng } from '../../ports/rng.ts'
import type { Simulation } from '../engine/types.ts'
import { limitRanger } from './admission/limit-ranger.ts'
import { namespaceLifecycle } from './admission/namespace-lifecycle.ts'
import { podIdentity } from './admission/pod-identity.ts'
import { podSchedulingDefaults } from './admission/pod-scheduling-defaults.ts'
import { podSecurity } from './admission/pod-security/pod-security.ts'
import { resourceQuota } from './admission/quota/resource-quota.ts'
import { mutatingWebhooks, validatingWebhooks } from './admission/webhooks/webhooks.ts'
import { bootstrap } from './bootstrap.ts'
import { startCustomKinds } from './collect/custom-kinds.ts'
import { startGarbageCollector } from './collect/garbage-collector.ts'
import { startNamespaceContent } from './collect/namespace-content.ts'
import { startNamespaceTerminator } from './collect/namespace-terminator.ts'
import { startQuotaAccounts } from './collect/quota-accounts.ts'
import type { Core } from './core.ts'
import { createClient } from './create-client.ts'
import { builtInDefinitions } from './kinds/built-in.ts'
import { keptDefinitions } from './kinds/kept-kinds.ts'
import { createLateLists } from './managed/late-list.ts'
import { createNodeBeats } from './read/node-beats.ts'
import { noSuchResource } from './refuse.ts'
import { createRegistry } from './registry.ts'
import { accessReviews } from './reviews/access-reviews.ts'
import { eventsView } from './reviews/events-view.ts'
import { createDecoder } from './schema/decode.ts'
import { loadSchemas, type SchemaSource } from './schema/load-schemas.ts'
import { createWholeSchemas } from './schema/whole-schema.ts'
import { selectionMatcher } from './selectors/select.ts'
import { createAuditLog } from './store/audit-log.ts'
import { createStore } from './store/store.ts'
import { createWatches } from './store/watches.ts'
import type { AdmissionPlugin } from './types/admission.ts'
import type { ApiServer } from './types/api-server.ts'
import type { StoredState } from './types/stored-state.ts'

export interface ApiServerDependencies {
  readonly simulation: Pick<Simulation, 'nowMs' | 'schedule'>
  readonly rng: Rng
  /** The built-in types, which servers may share. Default: its own. */
  readonly schemas?: SchemaSource
  /** What another server held, to go on from there. Default: what every cluster holds from its first moment. */
  readonly from?: StoredState
}

/**
 * A new API server: built-in kinds, the namespaces `default`, `kube-system`, `kube-public` and `kube-node-lease`, the Service
 * `kubernetes`, and the cluster roles `admin`, `cluster-admin`, `edit` and `view`; or what it is to go on `from`.
 */
export const createApiServer = ({
  simulation,
  rng,
  schemas = loadSchemas(),
  from,
}: ApiServerDependencies): ApiServer => {
  const store = createStore(from)
  const { schedule } = simulation
  const core: Core = {
    simulation,
    chance: { uids: rng.fork('api/uids'), names: rng.fork('api/names'), draws: rng.fork('api/draws') },
    schemas,
    schemaOf: createWholeSchemas(schemas),
    decode: createDecoder(),
    registry: createRegistry([
      ...builtInDefinitions(schemas),
      ...keptDefinitions(),
      ...accessReviews(store),
      eventsView(store),
    ]),
    store,
    watches: createWatches({ store, schedule }),
    audit: createAuditLog(),
    plugins: [...PLUGINS],
    owners: createLateLists(),
    beats: createNodeBeats(simulation.nowMs),
    pods: { connector: undefined, reviewer: undefined },
  }
  const server: ApiServer = {
    as: (context) => createClient(core, context),
    register: core.registry.register,
    registry: core.registry,
    connectPods: (connector) => {
      core.pods.connector = connector
    },
    connectReviews: (reviewer) => {
      core.pods.reviewer = reviewer
    },
    admit: (plugin) => {
      core.plugins.push(plugin)
    },
    audit: core.audit,
    beats: core.beats,
    snapshot: (collections) =>
      collections.flatMap((collection) => {
        const definition = core.registry.find(collection.resource.group, collection.resource.plural)
        if (definition === undefined) throw noSuchResource()
        const objects = store.list(definition, definition.namespaced ? collection.namespace : undefined)
        const matches = selectionMatcher(definition, collection)
        return matches === undefined ? objects : objects.filter(matches)
      }),
    resourceVersion: () => `${store.version()}`,
    state: store.state,
  }
  startNamespaceContent({ store, server, schedule })
  startGarbageCollector({ store, server, schedule })
  startNamespaceTerminator(core, server)
  startCustomKinds(core, server)
  startQuotaAccounts({ store, server, schedule })
  if (from === undefined) bootstrap(server)
  return server
}

/** In the order of the real server. */
const PLUGINS: readonly AdmissionPlugin[] = [
  namespaceLifecycle,
  limitRanger,
  podIdentity,
  podSecurity,
  podSchedulingDefaults,
  mutatingWebhooks,
  validatingWebhooks,
  resourceQuota,
]
