import { ApiError } from '../../api/types/api-error.ts'
import { failure } from '../errors.ts'
import { buildOf } from './about.ts'
import type { Session } from '../session.ts'

/** `get --raw PATH`: health, version, and objects and lists by their REST path. */
export const getRaw = async (session: Session, uri: string): Promise<number> => {
  if (!uri.startsWith('/')) throw failure(`--raw must be a path that begins with a slash`)
  const [path = '', query = ''] = uri.split('?')
  if (/^\/(?:healthz|livez|readyz)$/.test(path)) {
    await session.request(() => undefined)
    const isVerbose = new URLSearchParams(query).has('verbose')
    session.out(isVerbose ? verboseHealth(path.slice(1)) : 'ok')
    return 0
  }
  if (path === '/version') {
    await session.request(() => undefined)
    session.out(JSON.stringify(buildOf(session.profile.serverVersion, session.profile.builds.server), null, 2))
    return 0
  }
  session.out(`${JSON.stringify(await read(session, path, query))}\n`)
  return 0
}

const verboseHealth = (name: string): string =>
  ['ping', 'log', 'etcd', 'informer-sync', 'poststarthook/rbac/bootstrap-roles']
    .map((check) => `[+]${check} ok\n`)
    .join('') + `${name} check passed\n`

const read = async (session: Session, path: string, query: string): Promise<unknown> => {
  const parameters = new URLSearchParams(query)
  const [, group = '', version = '', rest = ''] = /^\/(?:api|apis\/([^/]+))\/([^/]+)\/(.+?)\/?$/.exec(path) ?? []
  const [, space, plural = '', name] = /^(?:namespaces\/([^/]+)\/)?([^/]+)(?:\/([^/]+))?$/.exec(rest) ?? []
  const { registry } = session.connect()
  const definition = registry.find(group, plural)
  if (definition === undefined || definition.version !== version) throw notServed()
  const namespace = space
  const labelSelector = parameters.get('labelSelector')
  const fieldSelector = parameters.get('fieldSelector')
  return session.request((client) => {
    if (name !== undefined) return client.get({ resource: definition, namespace, name })
    const list = client.list(
      { resource: definition, namespace },
      { ...(labelSelector === null ? {} : { labelSelector }), ...(fieldSelector === null ? {} : { fieldSelector }) },
    )
    const { kind, apiVersion, resourceVersion, items } = list
    return { kind, apiVersion, metadata: { resourceVersion }, items }
  })
}

const notServed = (): ApiError => new ApiError(404, 'NotFound', 'the server could not find the requested resource')
