import { withOlderVersions } from '../../api/older-versions/with-older-versions.ts'
import { apiVersionOf } from '../../api/registry.ts'
import type { Registry } from '../../api/types/api-server.ts'
import { mediaTypes } from '../negotiate.ts'
import { pathNotFound } from '../status.ts'
import type { ApiRequest, Reply } from '../types.ts'
import { aggregated } from './aggregated.ts'
import { groupList, groupOf } from './group-list.ts'
import { resourceList } from './resource-list.ts'

/** Answers `/api`, `/apis` and what is below them down to one version. @throws {HttpError} 404 */
export const discoveryReply = (registry: Registry, { path, accept, host }: ApiRequest): Reply => {
  const [root, ...rest] = path.filter((part) => part !== '')
  const definitions = withOlderVersions(registry.all())
  if (rest.length === 0) {
    const wanted = aggregatedVersion(accept)
    const isCore = root === 'api'
    if (wanted !== undefined)
      return {
        kind: 'json',
        code: 200,
        body: aggregated(definitions, isCore ? 'api' : 'apis', wanted),
        type: `application/json;g=apidiscovery.k8s.io;v=${wanted};as=APIGroupDiscoveryList`,
      }
    return { kind: 'json', code: 200, body: isCore ? versions(host) : groupList(definitions) }
  }
  const groupVersion = rest.join('/')
  if (root === 'apis' && rest.length === 1) {
    const group = groupOf(definitions, groupVersion)
    if (group === undefined) throw pathNotFound()
    return { kind: 'json', code: 200, body: group }
  }
  if (!definitions.some((definition) => apiVersionOf(definition) === groupVersion)) throw pathNotFound()
  return { kind: 'json', code: 200, body: resourceList(definitions, groupVersion) }
}

/** Clients ask for all groups in one answer, in the version that they know. */
const aggregatedVersion = (accept: string): 'v2' | 'v2beta1' | undefined => {
  for (const { type, parameters } of mediaTypes(accept)) {
    if (type !== 'application/json') continue
    if (parameters.get('as') !== 'APIGroupDiscoveryList') return undefined
    const version = parameters.get('v')
    if (version === 'v2' || version === 'v2beta1') return version
  }
  return undefined
}

const versions = (host: string): object => ({
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: host }],
})
