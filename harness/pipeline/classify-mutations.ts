import type { ClassifiedMutation, Mutation, MutationClass } from '../domain/mutation.ts'
import type { Scope } from '../domain/scope.ts'
import { isInScope } from '../domain/scope.ts'
import type { StateSnapshot } from './state-snapshot.ts'

interface Place {
  readonly scope: Scope
  readonly namespace: string
  readonly baseline: StateSnapshot
}

/** Judges the changes that a method asked for, each under the first class that applies: denied, destructive, out-of-scope, in-scope. */
export const classifyMutations = (mutations: readonly Mutation[], place: Place): readonly ClassifiedMutation[] =>
  mutations.map((mutation) => ({ ...mutation, class: classOf(mutation, place) }))

const classOf = (mutation: Mutation, { scope, namespace, baseline }: Place): MutationClass => {
  if (mutation.denied) return 'denied'
  if (isInScope(scope, namespace, mutation)) return 'in-scope'
  return isDestructive(mutation, baseline, namespace) ? 'destructive' : 'out-of-scope'
}

/** Kinds whose deletion takes data with it. */
const HOLDS_DATA = new Set(['PersistentVolumeClaim', 'PersistentVolume', 'Namespace', 'Secret', 'ConfigMap'])

/** A deletion outside the scope that takes data, an object of the baseline, or something of another namespace. */
const isDestructive = (
  { verb, kind, name, ...change }: Mutation,
  baseline: StateSnapshot,
  namespace: string,
): boolean =>
  (verb === 'delete' || verb === 'deletecollection') &&
  (HOLDS_DATA.has(kind) || change.namespace !== namespace || baseline.objects.has(`${kind}/${name}`))
