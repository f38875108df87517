import type { Method } from '../../harness/domain/method.ts'

/** One setting in which two resolved methods differ; `none` where one of them lacks it. */
export type MethodDifference = { readonly path: string; readonly system: string; readonly other: string }

/** Compares what determines the behaviour of two methods: loop, components, options. Sorted by path. */
export const differMethods = (system: Method, other: Method): readonly MethodDifference[] => {
  const [left, right] = [settings(system), settings(other)]
  return [...new Set([...left.keys(), ...right.keys()])]
    .sort()
    .map((path) => ({ path, system: left.get(path) ?? 'none', other: right.get(path) ?? 'none' }))
    .filter((difference) => difference.system !== difference.other)
}

const settings = ({ loop, components, options }: Method): ReadonlyMap<string, string> =>
  new Map([['loop', loop], ...entries('components', components), ...entries('options', options)])

const entries = (prefix: string, values: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] =>
  Object.entries(values).map(([key, value]) => [
    `${prefix}.${key}`,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
