import type { ApiClient } from '../api/types/api-client.ts'
import { ApiError } from '../api/types/api-error.ts'
import type { ApiServer } from '../api/types/api-server.ts'
import type { Identity } from '../api/types/request.ts'
import { KubectlError } from './errors.ts'
import type { Flags } from './flags/types.ts'
import { connectionOf, contextOf, readKubeConfig } from './kubeconfig.ts'
import type { Link, RequestOptions, Session } from './session.ts'
import type { KubectlDependencies } from './types.ts'

interface Invocation {
  readonly command: string
  readonly flags: Flags
  /** The global ones among the flags: they say where to connect, and as whom. */
  readonly globals: Flags
  readonly stdin: string
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

/** Reads the configuration; the connection is made by the first request. @throws {KubectlError} for a bad configuration */
export const openSession = async (
  dependencies: KubectlDependencies,
  { globals: flags, ...invocation }: Invocation,
): Promise<Session> => {
  const { err } = invocation
  const { flow, profile, directory } = dependencies
  const config = await readKubeConfig(dependencies, flags)
  const context = flags.given('context') || flags.text('server') === '' ? contextOf(config, flags) : {}
  let link: Link | undefined
  const connect = (): Link => {
    link ??= establish(dependencies, connectionOf(config, context, flags), flags, err)
    return link
  }
  return {
    ...invocation,
    flow,
    config,
    namespace: flags.text('namespace') || (context.namespace ?? 'default'),
    hasNamespace: flags.given('namespace') || context.namespace !== undefined,
    profile,
    live: dependencies.live,
    files: dependencies.files,
    environment: dependencies.environment,
    yaml: dependencies.yaml,
    path: (relative) => (relative.startsWith('/') ? relative : `${directory.replace(/\/$/, '')}/${relative}`),
    connect,
    request: async (call, options) => {
      const client = connect().client(options)
      await flow.sleep(profile.requestMs)
      return call(client)
    },
  }
}

const establish = (
  dependencies: KubectlDependencies,
  request: ReturnType<typeof connectionOf>,
  flags: Flags,
  err: (text: string) => void,
): Link => {
  const connection = dependencies.connect(request)
  switch (connection.status) {
    case 'refused':
      throw new KubectlError(
        `The connection to the server ${request.server.replace(/^https?:\/\//, '')} was refused - did you specify the right host or port?`,
      )
    case 'unauthorized':
      throw new KubectlError('error: You must be logged in to the server (Unauthorized)')
    case 'connected': {
      const identity = impersonated(connection.identity, flags)
      if (flags.given('as')) assertMayImpersonate(connection.api, connection.identity, identity)
      const client = (options: RequestOptions = {}): ApiClient =>
        connection.api.as({
          user: identity,
          ...options,
          warn: (message) => {
            err(`Warning: ${message}\n`)
          },
        })
      return { client, registry: connection.api.registry, identity }
    }
  }
}

/** `--as`: groups follow from the name of a service account; everybody is authenticated. */
const impersonated = (identity: Identity, flags: Flags): Identity => {
  const name = flags.text('as')
  if (name === '') return identity
  const given = flags.list('as-group')
  const namespace = /^system:serviceaccount:([^:]+):[^:]+$/.exec(name)?.[1]
  const accountGroups =
    namespace === undefined || given.length > 0 ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`]
  return { name, groups: [...given, ...accountGroups, 'system:authenticated'] }
}

const assertMayImpersonate = (api: ApiServer, real: Identity, wanted: Identity): void => {
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(wanted.name)
  const resource = account === null ? 'users' : 'serviceaccounts'
  const name = account?.[2] ?? wanted.name
  const namespace = account?.[1]
  const allowed = api
    .as({ user: real })
    .canI({ verb: 'impersonate', group: '', resource, name, ...(namespace === undefined ? {} : { namespace }) })
  if (allowed) return
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`
  throw new ApiError(
    403,
    'Forbidden',
    `${resource} "${name}" is forbidden: User "${real.name}" cannot impersonate resource "${resource}" in API group "" ${where}`,
    { name, kind: resource },
  )
}
