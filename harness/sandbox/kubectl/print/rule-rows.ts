import type { DeepReadonly } from '../../api/types/object.ts'

interface RuleLike {
  readonly verbs?: readonly string[]
  readonly apiGroups?: readonly string[]
  readonly resources?: readonly string[]
  readonly resourceNames?: readonly string[]
  readonly nonResourceURLs?: readonly string[]
}

type Row = readonly [resource: string, urls: string, names: string, verbs: string]

/**
 * Rules of RBAC as rows of a table, one for each resource, in kubectl's order. Rules for one and the same resource and name are
 * joined.
 */
export const ruleRows = (rules: readonly DeepReadonly<RuleLike>[]): readonly Row[] => {
  const pieces = rules.flatMap(breakdown)
  const joined = new Map<string, Piece>()
  for (const piece of pieces) {
    const key = JSON.stringify([piece.group, piece.resource, piece.names, piece.urls])
    const before = joined.get(key)
    // Rules on paths stay apart: kubectl joins only those on resources.
    if (before === undefined || piece.resource === '')
      joined.set(piece.resource === '' ? `${key}${joined.size}` : key, piece)
    else
      joined.set(key, {
        ...before,
        verbs: [...before.verbs, ...piece.verbs.filter((verb) => !before.verbs.includes(verb))],
      })
  }
  return [...joined.values()]
    .toSorted(comparePieces)
    .map((piece) => [
      piece.resource === '' ? '' : resourceText(piece),
      list(piece.urls),
      list(piece.names),
      list(piece.verbs),
    ])
}

interface Piece {
  readonly group: string
  readonly resource: string
  readonly names: readonly string[]
  readonly urls: readonly string[]
  readonly verbs: readonly string[]
}

const breakdown = (rule: DeepReadonly<RuleLike>): readonly Piece[] => {
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule
  const named = apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      (resourceNames.length === 0 ? [[]] : resourceNames.map((name) => [name])).map((names): Piece => ({
        group,
        resource,
        names,
        urls: [],
        verbs,
      })),
    ),
  )
  const paths = nonResourceURLs.map((url): Piece => ({ group: '', resource: '', names: [], urls: [url], verbs }))
  return [...named, ...paths]
}

const resourceText = ({ group, resource }: Piece): string => {
  if (group === '' || group === undefined) return resource
  const [name = '', subresource] = resource.split('/')
  return `${name}.${group}${subresource === undefined ? '' : `/${subresource}`}`
}

const list = (items: readonly string[]): string => `[${items.join(' ')}]`

/** The text that Go prints for a rule decides the order: verbs, groups, resources, names, paths. */
const comparePieces = (a: Piece, b: Piece): number => {
  const [left, right] = [sortKey(a), sortKey(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

const sortKey = ({ verbs, group, resource, names, urls }: Piece): string =>
  `Verbs:${list(verbs)},APIGroups:${list(urls.length > 0 ? [] : [group])},Resources:${list(urls.length > 0 ? [] : [resource])},ResourceNames:${list(names)},NonResourceURLs:${list(urls)},`
