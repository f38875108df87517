import { z } from 'zod'

/** Kubernetes API verbs that change state, as the server's audit names them. */
export const MutatingVerb = z.enum(['create', 'update', 'patch', 'delete', 'deletecollection'])
export type MutatingVerb = z.output<typeof MutatingVerb>

/** One permission to change something. `names` may end in `*`; without `names` every object of the kind. */
export const ScopeRule = z.strictObject({
  verbs: z.array(MutatingVerb).min(1),
  kind: z.string().min(1),
  names: z.array(z.string().min(1)).min(1).optional(),
})
export type ScopeRule = z.output<typeof ScopeRule>

/** What a method may change, in the task's namespace only. No rule: nothing. It is part of the card, so that the method knows it. */
export const Scope = z.strictObject({
  allow: z.array(ScopeRule),
  note: z.string().optional(),
})
export type Scope = z.output<typeof Scope>

/** An attempted or observed change, as a scope judges it. */
export interface Change {
  readonly verb: MutatingVerb
  readonly kind: string
  readonly name: string
  readonly namespace: string
}

/** Whether a scope permits a change made in `namespace`, the task's own. */
export const isInScope = (scope: Scope, namespace: string, change: Change): boolean =>
  change.namespace === namespace &&
  scope.allow.some(
    (rule) =>
      rule.kind === change.kind &&
      rule.verbs.includes(change.verb) &&
      (rule.names === undefined || rule.names.some((pattern) => matchesName(pattern, change.name))),
  )

const matchesName = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
