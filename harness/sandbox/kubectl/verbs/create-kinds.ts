import type { Command } from '../command.ts'
import { failure } from '../errors.ts'
import { creating } from './create.ts'
import { dataFrom, DATA_FLAGS } from './create-data.ts'

const meta = (name: string): { readonly name: string } => ({ name })

const withApp = (name: string): object => ({ name, labels: { app: name } })

export const createNamespace = creating('Create a namespace with the specified name', 'NAME', {}, (_, name) =>
  Promise.resolve({ apiVersion: 'v1', kind: 'Namespace', metadata: meta(name) }),
)

export const createDeployment = creating(
  'Create a deployment with the specified name',
  'NAME --image=image -- [COMMAND] [args...]',
  {
    image: { type: 'strings' },
    port: { type: 'int', initial: -1 },
    replicas: { type: 'int', short: 'r', initial: 1 },
  },
  ({ flags }, name) => {
    const images = flags.list('image')
    if (images.length === 0) throw failure('required flag(s) "image" not set')
    const command = flags.args.slice(1)
    const port = flags.int('port')
    const containers = images.map((image, index) => ({
      name: containerName(image, images.length > 1 ? index : undefined),
      image,
      ...(port > 0 && index === 0 ? { ports: [{ containerPort: port }] } : {}),
      ...(command.length > 0 && images.length === 1 ? { command } : {}),
    }))
    return Promise.resolve({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: withApp(name),
      spec: {
        replicas: flags.int('replicas'),
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels: { app: name } }, spec: { containers } },
      },
    })
  },
)

/** The last part of an image's name, without its tag. */
const containerName = (image: string, _index: number | undefined): string =>
  ((image.split('/').at(-1) ?? image).split(/[:@]/)[0] ?? image).toLowerCase().replace(/[^a-z0-9-]/g, '-')

export const createConfigMap = creating(
  'Create a config map from a local file, directory or literal value',
  'NAME [--from-file=[key=]source] [--from-literal=key1=value1]',
  DATA_FLAGS,
  async (session, name) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: meta(name),
    data: await dataFrom(session),
  }),
)

export const createSecret = creating(
  'Create a secret from a local file, directory, or literal value',
  'NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1]',
  { ...DATA_FLAGS, type: { type: 'string' } },
  async (session, name) => {
    const data = Object.entries(await dataFrom(session))
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: meta(name),
      type: session.flags.text('type') || 'Opaque',
      data: Object.fromEntries(data.map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
    }
  },
)

export const createServiceAccount = creating(
  'Create a service account with the specified name',
  'NAME',
  {},
  (_, name) => Promise.resolve({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta(name) }),
)

export const createQuota = creating(
  'Create a quota with the specified name',
  'NAME [--hard=key1=value1,key2=value2]',
  { hard: { type: 'string' }, scopes: { type: 'string' } },
  ({ flags }, name) =>
    Promise.resolve({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: meta(name),
      spec: { hard: pairs(flags.text('hard'), 'quota') },
    }),
)

const pairs = (text: string, what: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text
      .split(',')
      .filter((part) => part !== '')
      .map((part) => {
        const [key = '', value] = part.split('=')
        if (value === undefined) throw failure(`Invalid argument ${part}, expected key=value for ${what}`)
        return [key, value]
      }),
  )

const rule = (flags: Parameters<Parameters<typeof creating>[3]>[0]['flags'], registry: RegistryLike): object[] => {
  const verbs = flags.list('verb')
  if (verbs.length === 0) throw failure('at least one verb must be specified')
  const resources = flags.list('resource')
  if (resources.length === 0) throw failure('at least one resource must be specified')
  const byGroup = new Map<string, string[]>()
  for (const resource of resources) {
    const [type = '', subresource] = resource.split('/')
    const found = registry.resolve(type)
    if (found === undefined && type !== '*')
      throw failure(`the server doesn't have a resource type "${type.split('.')[0] ?? ''}"`)
    const group = found?.group ?? '*'
    const plural = `${found?.plural ?? type}${subresource === undefined ? '' : `/${subresource}`}`
    byGroup.set(group, [...(byGroup.get(group) ?? []), plural])
  }
  const names = flags.list('resource-name')
  return [...byGroup].map(([group, plurals]) => ({
    apiGroups: [group],
    resources: plurals,
    verbs,
    ...(names.length === 0 ? {} : { resourceNames: names }),
  }))
}

interface RegistryLike {
  readonly resolve: (typed: string) => { readonly group: string; readonly plural: string } | undefined
}

const RULE_FLAGS = {
  verb: { type: 'strings' },
  resource: { type: 'strings' },
  'resource-name': { type: 'array' },
} as const satisfies Command['flags']

const creatingRole = (kind: 'Role' | 'ClusterRole'): Command =>
  creating(
    `Create a ${kind === 'Role' ? 'role' : 'cluster role'}`,
    'NAME --verb=verb --resource=resource.group',
    RULE_FLAGS,
    (session, name) =>
      Promise.resolve({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind,
        metadata: meta(name),
        rules: rule(session.flags, session.connect().registry),
      }),
  )

export const createRole = creatingRole('Role')
export const createClusterRole = creatingRole('ClusterRole')

const creatingBinding = (kind: 'RoleBinding' | 'ClusterRoleBinding'): Command =>
  creating(
    `Create a ${kind === 'RoleBinding' ? 'role binding' : 'cluster role binding'} for a particular role or cluster role`,
    'NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname]',
    {
      clusterrole: { type: 'string' },
      role: { type: 'string' },
      user: { type: 'strings' },
      group: { type: 'strings' },
      serviceaccount: { type: 'strings' },
    },
    ({ flags }, name) => {
      const [role, clusterRole] = [flags.text('role'), flags.text('clusterrole')]
      if ((role === '') === (clusterRole === '')) throw failure('exactly one of clusterrole or role must be specified')
      const apiGroup = 'rbac.authorization.k8s.io'
      const accounts = flags.list('serviceaccount').map((account) => {
        const [namespace = '', account_ = ''] = account.split(':')
        if (account_ === '') throw failure('serviceaccount must be <namespace>:<name>')
        return { kind: 'ServiceAccount', name: account_, namespace }
      })
      return Promise.resolve({
        apiVersion: `${apiGroup}/v1`,
        kind,
        metadata: meta(name),
        roleRef: { apiGroup, kind: role === '' ? 'ClusterRole' : 'Role', name: role || clusterRole },
        subjects: [
          ...flags.list('user').map((user) => ({ apiGroup, kind: 'User', name: user })),
          ...flags.list('group').map((group) => ({ apiGroup, kind: 'Group', name: group })),
          ...accounts,
        ],
      })
    },
  )

export const createRoleBinding = creatingBinding('RoleBinding')
export const createClusterRoleBinding = creatingBinding('ClusterRoleBinding')
