import type { Registry } from '../../../api/types/api-server.ts'
import { failure } from '../../errors.ts'
import type { Flags, FlagSpecs } from '../../flags/types.ts'
import { creating } from './creating.ts'

const GROUP_VERSION = 'rbac.authorization.k8s.io/v1'

const RULE_FLAGS = {
  verb: { type: 'strings' },
  resource: { type: 'strings' },
  'resource-name': { type: 'array' },
} as const satisfies FlagSpecs

export const createRole = creating({
  summary: 'Create a role with single rule',
  usage:
    'NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] [--dry-run=server|client|none]',
  flags: RULE_FLAGS,
  build: (session, name) => {
    assertVerbs(session.flags)
    if (session.flags.list('resource').length === 0) throw failure('at least one resource must be specified')
    const rules = rulesOf(session.flags, session.connect().registry)
    return { apiVersion: GROUP_VERSION, kind: 'Role', metadata: { name }, rules }
  },
})

export const createClusterRole = creating({
  summary: 'Create a cluster role',
  usage: 'NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [--dry-run=server|client|none]',
  flags: { ...RULE_FLAGS, 'aggregation-rule': { type: 'string' }, 'non-resource-url': { type: 'strings' } },
  build: (session, name) => {
    const { flags } = session
    const aggregated = flags.text('aggregation-rule')
    const head = { apiVersion: GROUP_VERSION, kind: 'ClusterRole', metadata: { name } }
    if (aggregated !== '') {
      const matchLabels = Object.fromEntries(aggregated.split(',').map((pair) => pair.split('=')))
      return { ...head, aggregationRule: { clusterRoleSelectors: [{ matchLabels }] }, rules: null }
    }
    assertVerbs(flags)
    const urls = flags.list('non-resource-url')
    const hasResources = flags.list('resource').length > 0
    if (!hasResources && urls.length === 0) throw failure('one of resource or nonResourceURL must be specified')
    const rules = [
      ...(hasResources ? rulesOf(flags, session.connect().registry) : []),
      ...(urls.length === 0 ? [] : [{ nonResourceURLs: urls, verbs: verbsOf(flags) }]),
    ]
    return { ...head, rules }
  },
})

const verbsOf = (flags: Flags): readonly string[] => {
  const verbs = [...new Set(flags.list('verb'))]
  return verbs.includes('*') ? ['*'] : verbs
}

const assertVerbs = (flags: Flags): void => {
  if (flags.list('verb').length === 0) throw failure('at least one verb must be specified')
}

/** One rule for each API group that the resources belong to. */
const rulesOf = (flags: Flags, registry: Registry): readonly object[] => {
  const byGroup = new Map<string, string[]>()
  for (const text of flags.list('resource')) {
    const [type = '', subresource] = text.split('/')
    const found = registry.resolve(type.toLowerCase())
    if (found === undefined && type !== '*') {
      throw failure(`the server doesn't have a resource type "${type.split('.')[0] ?? ''}"`)
    }
    const plural = `${found?.plural ?? type}${subresource === undefined ? '' : `/${subresource}`}`
    const group = found?.group ?? '*'
    byGroup.set(group, [...(byGroup.get(group) ?? []), plural])
  }
  const names = flags.list('resource-name')
  return [...byGroup].map(([group, plurals]) => ({
    apiGroups: [group],
    resources: plurals,
    ...(names.length === 0 ? {} : { resourceNames: names }),
    verbs: verbsOf(flags),
  }))
}
