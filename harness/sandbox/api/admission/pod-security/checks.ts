import type { Container, PodSpec } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly } from '../../types/object.ts'

export type Spec = DeepReadonly<PodSpec>

export interface Finding {
  /** Short, as in the warning about pods that exist: `runAsNonRoot != true`. */
  readonly reason: string
  /** What would have to change. */
  readonly detail: string
}

export type Check = (spec: Spec) => Finding | undefined

/** All containers in the order in which the standards look at them. */
export const containersOf = (spec: Spec): readonly DeepReadonly<Container>[] => [
  ...(spec.initContainers ?? []),
  ...(spec.containers ?? []),
  ...((spec.ephemeralContainers ?? []) as readonly DeepReadonly<Container>[]),
]

export const finding = (reason: string, details: readonly string[]): Finding | undefined =>
  details.length === 0 ? undefined : { reason, detail: details.join('; ') }

/** `container "a"`, `containers "a", "b"` */
export const counted = (noun: string, names: readonly string[]): string =>
  `${noun}${names.length === 1 ? '' : 's'} ${quoted(names)}`

export const quoted = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(', ')

export const namesOf = (spec: Spec, isMeant: (container: DeepReadonly<Container>) => boolean): readonly string[] =>
  containersOf(spec)
    .filter(isMeant)
    .map(({ name }) => name)
