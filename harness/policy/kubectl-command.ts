import type { Change, MutatingVerb } from '../domain/scope.ts'
import { type KubectlArguments, readKubectlFlags } from './kubectl-flags.ts'
import { isClusterScoped, KINDS_OF_ALL, normaliseKind } from './resource-kinds.ts'
import type { Word } from './word.ts'

/** What a kubectl command does to the cluster. A name `*` stands for every object of the kind, `?` for one that only running tells. */
export type KubectlEffect =
  | { readonly type: 'read' }
  | { readonly type: 'mutate'; readonly changes: readonly Change[] }
  | { readonly type: 'exec'; readonly argv: readonly Word[] }
  | { readonly type: 'unknown'; readonly reason: string }

/** Where a kubectl command looks or works. */
export type KubectlNamespace =
  | { readonly type: 'named'; readonly name: string }
  | { readonly type: 'default' }
  | { readonly type: 'all' }
  | { readonly type: 'unknown' }

export interface KubectlCommand {
  readonly verb: string
  /** `restart` of `rollout restart`; null where the verb has none. */
  readonly subverb: string | null
  /** Normalised; in the order of the command line. */
  readonly kinds: readonly string[]
  readonly names: readonly string[]
  readonly namespace: KubectlNamespace
  readonly flags: ReadonlyMap<string, string | null>
  readonly effect: KubectlEffect
}

/** Reads the words after `kubectl`: verb, objects, namespace and effect. `defaultNamespace` is where it works without `-n`. */
export const readKubectlCommand = (words: readonly Word[], defaultNamespace: string): KubectlCommand => {
  const args = readKubectlFlags(words)
  const [first, second] = args.positionals
  const verb = first ?? ''
  const subverb = WITH_SUBVERB.has(verb) ? (second ?? '') : null
  const operands = args.positionals.slice(subverb === null ? 1 : 2)
  const objects = readObjects(verb, subverb, operands)
  const namespace = namespaceOf(args)
  const target = { namespace: namespace.type === 'named' ? namespace.name : defaultNamespace, objects }
  return {
    verb,
    subverb,
    kinds: [...new Set(objects.map((each) => each.kind))],
    names: objects.map((each) => each.name),
    namespace,
    flags: args.flags,
    effect: effectOf(args, verb, subverb, operands, target),
  }
}

const WITH_SUBVERB = new Set([
  'rollout',
  'set',
  'auth',
  'config',
  'certificate',
  'top',
  'cluster-info',
  'plugin',
  'alpha',
  'create',
])
const READ_VERBS = new Set([
  'get',
  'describe',
  'logs',
  'top',
  'events',
  'explain',
  'version',
  'api-resources',
  'api-versions',
  'cluster-info',
  'diff',
  'wait',
  'options',
  'completion',
  'kustomize',
  'help',
  '',
])
const READ_SUBVERBS = new Set([
  'rollout status',
  'rollout history',
  'auth can-i',
  'auth whoami',
  'config view',
  'config current-context',
  'config get-contexts',
  'config get-clusters',
  'config get-users',
  'plugin list',
])

interface Target {
  readonly namespace: string
  readonly objects: readonly { readonly kind: string; readonly name: string }[]
}

function effectOf(
  args: KubectlArguments,
  verb: string,
  subverb: string | null,
  operands: readonly (string | null)[],
  target: Target,
): KubectlEffect {
  if (args.positionals[0] === null) return unknown('the verb is known only when it runs')
  if (args.flags.has('help') || READ_VERBS.has(verb) || READ_SUBVERBS.has(`${verb} ${subverb}`)) return { type: 'read' }
  if (args.unknownFlag !== null) return unknown(`the flag ${args.unknownFlag} is not known`)
  if (isDryRun(args.flags)) return { type: 'read' }
  if (verb === 'exec')
    return {
      type: 'exec',
      argv: args.rest.length > 0 ? args.rest : operands.slice(1).map((text) => ({ text, splits: text === null })),
    }
  if (args.open) return unknown('some of its words are known only when it runs')
  if (['rollout', 'set', 'scale', 'patch', 'label', 'annotate', 'edit', 'taint'].includes(verb))
    return onObjects(args, 'patch', target)
  switch (verb) {
    case 'delete':
      return onObjects(args, args.flags.has('all') ? 'deletecollection' : 'delete', target)
    case 'cordon':
    case 'uncordon':
    case 'drain':
      return mutate(operands.map((name) => ({ verb: 'patch', kind: 'Node', name: name ?? '*', namespace: '' })))
    case 'run':
      return mutate([{ verb: 'create', kind: 'Pod', name: operands[0] ?? '*', namespace: target.namespace }])
    case 'debug':
      return mutate([
        { verb: 'patch', kind: 'Pod', name: operands[0]?.replace(/^pods?\//, '') ?? '*', namespace: target.namespace },
      ])
    case 'expose':
    case 'autoscale': {
      const kind = verb === 'expose' ? 'Service' : 'HorizontalPodAutoscaler'
      const name = args.flags.get('name') ?? target.objects[0]?.name ?? '*'
      return args.flags.has('filename')
        ? unknown(FROM_FILE)
        : mutate([{ verb: 'create', kind, name, namespace: target.namespace }])
    }
    case 'create':
      return created(args, subverb, operands, target.namespace)
    case 'apply':
    case 'replace':
      return unknown(FROM_FILE)
    default:
      return unknown(`kubectl ${verb} is not judged`)
  }
}

const FROM_FILE = 'the objects come from a file or from standard input'
const unknown = (reason: string): KubectlEffect => ({ type: 'unknown', reason })
const mutate = (changes: readonly Change[]): KubectlEffect => ({ type: 'mutate', changes })

// `--dry-run=none` and a value that only running tells are no dry run.
const isDryRun = (flags: KubectlArguments['flags']): boolean =>
  flags.has('dry-run') && ['true', 'client', 'server'].includes(flags.get('dry-run') ?? '')

function onObjects(args: KubectlArguments, verb: MutatingVerb, target: Target): KubectlEffect {
  if (args.flags.has('filename') || args.flags.has('kustomize')) return unknown(FROM_FILE)
  if (target.objects.length === 0) return unknown('it names no object')
  return mutate(
    target.objects.map((each) => ({
      verb,
      kind: each.kind,
      name: each.name,
      namespace: isClusterScoped(each.kind) ? '' : target.namespace,
    })),
  )
}

function created(
  args: KubectlArguments,
  subverb: string | null,
  operands: readonly (string | null)[],
  namespace: string,
): KubectlEffect {
  if (args.flags.has('filename') || args.flags.has('kustomize') || subverb === null || subverb === '')
    return unknown(FROM_FILE)
  const kind = normaliseKind(subverb)
  // `create service clusterip NAME`, `create secret generic NAME`: the type stands before the name.
  const name = ['Service', 'Secret'].includes(kind) ? operands[1] : operands[0]
  return mutate([{ verb: 'create', kind, name: name ?? '*', namespace: isClusterScoped(kind) ? '' : namespace }])
}

function namespaceOf(args: KubectlArguments): KubectlNamespace {
  if (args.flags.get('all-namespaces') === 'true') return { type: 'all' }
  const name = args.flags.get('namespace')
  if (name === null || (args.open && name === undefined)) return { type: 'unknown' }
  if (args.open) return { type: 'unknown' }
  return name === undefined ? { type: 'default' } : { type: 'named', name }
}

// Words such as `nginx=nginx:1.27`, `tier=db`, `gone-` are values, not names.
const VALUE_VERBS = new Set(['set', 'label', 'annotate', 'taint'])
const POD_VERBS = new Set(['logs', 'exec', 'attach', 'port-forward', 'cp', 'debug'])

function readObjects(verb: string, subverb: string | null, operands: readonly (string | null)[]): Target['objects'] {
  if (verb === 'create' || verb === 'auth' || verb === 'config' || verb === 'explain') return []
  const words = VALUE_VERBS.has(verb) ? operands.filter((word) => word === null || !/=|.-$/.test(word)) : operands
  if (verb === 'top') return [{ kind: normaliseKind(subverb ?? ''), name: words[0] ?? '*' }]
  const [first, ...names] = words
  if (first === undefined) return []
  if (words.some((word) => word?.includes('/') === true))
    return words.map((word) => {
      const [, kind = '*', name = '*'] = /^([^/]+)\/(.+)$/.exec(word ?? '') ?? []
      return { kind: normaliseKind(kind), name }
    })
  if (POD_VERBS.has(verb)) return [{ kind: 'Pod', name: first ?? '*' }]
  const kinds = (first ?? '*')
    .split(',')
    .flatMap((word) => (word.toLowerCase() === 'all' ? KINDS_OF_ALL : [normaliseKind(word)]))
  return kinds.flatMap((kind) =>
    names.length === 0 ? [{ kind, name: '*' }] : names.map((name) => ({ kind, name: name ?? '?' })),
  )
}
