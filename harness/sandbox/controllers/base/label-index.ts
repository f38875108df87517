import type { KubeObject, Stored } from '../../api/types/object.ts'
import { type Informer, keyOf } from './informer.ts'
import { hasLabels } from './labels.ts'

/** Finds the objects of a namespace that carry certain labels without a walk over all of them. */
export interface LabelIndex<T> {
  /** Those that carry all of the labels, in the order in which they came to. None for no labels. */
  readonly carrying: (namespace: string, labels: Readonly<Record<string, string>>) => readonly Stored<T>[]
}

export const createLabelIndex = <T>(informer: Informer<T>): LabelIndex<T> => {
  const groups = new Map<string, Map<string, Stored<T>>>()
  const filed = new Map<string, readonly string[]>()

  const forget = (key: string): void => {
    for (const group of filed.get(key) ?? []) {
      const members = groups.get(group)
      members?.delete(key)
      if (members?.size === 0) groups.delete(group)
    }
    filed.delete(key)
  }

  const remember = (key: string, object: Stored<T>, names: readonly string[]): void => {
    filed.set(key, names)
    for (const group of names) {
      const members = groups.get(group)
      if (members === undefined) groups.set(group, new Map([[key, object]]))
      else members.set(key, object)
    }
  }

  informer.onChange(({ type, object, old }) => {
    const key = keyOf(object)
    const isSame = old !== undefined && old.metadata.labels === object.metadata.labels
    const names = (isSame ? filed.get(key) : undefined) ?? groupsOf(object)
    if (type === 'DELETED' || !isSame) forget(key)
    if (type !== 'DELETED') remember(key, object, names)
  })

  return {
    carrying: (namespace, labels) => {
      let fewest: ReadonlyMap<string, Stored<T>> | undefined
      for (const [name, value] of Object.entries(labels)) {
        const members = groups.get(groupOf(namespace, name, value))
        if (members === undefined) return []
        if (fewest === undefined || members.size < fewest.size) fewest = members
      }
      return [...(fewest?.values() ?? [])].filter(({ metadata }) => hasLabels(metadata.labels, labels))
    },
  }
}

const groupsOf = ({ metadata }: KubeObject): string[] =>
  Object.entries(metadata.labels ?? {}).map(([name, value]) => groupOf(metadata.namespace ?? '', name, value))

const groupOf = (namespace: string, name: string, value: string): string => `${namespace}/${name}=${value}`
