import type { ChaosSpec } from './types.ts'

type Stressors = NonNullable<ChaosSpec['stressors']>

/** What a spec has stressed. @returns the first argument of `stressngStressors` that is not known, instead */
export const stressorsOf = ({
  stressors = {},
  stressngStressors = '',
}: Pick<ChaosSpec, 'stressors' | 'stressngStressors'>): Stressors | { readonly unknown: string } =>
  stressngStressors === '' ? stressors : readArguments(stressngStressors)

const readArguments = (text: string): Stressors | { readonly unknown: string } => {
  const values = new Map<string, string>()
  const words = text.trim().split(/[\s=]+/)
  for (let at = 0; at < words.length; at += 2) {
    const name = NAMES[words[at] ?? '']
    const value = words[at + 1]
    if (name === undefined) return { unknown: words[at] ?? '' }
    if (value === undefined || !(name === 'size' ? SIZE : NUMBER).test(value))
      return { unknown: `${words[at]} ${value ?? ''}`.trim() }
    values.set(name, value)
  }
  const [cpu, load, vm, size] = ['cpu', 'load', 'vm', 'size'].map((name) => values.get(name))
  return {
    ...(cpu === undefined ? {} : { cpu: { workers: Number(cpu), load: Number(load ?? 100) } }),
    ...(vm === undefined ? {} : { memory: { workers: Number(vm), size: size ?? '256m' } }),
  }
}

const NAMES: Readonly<Record<string, string>> = {
  '--cpu': 'cpu',
  '-c': 'cpu',
  '--cpu-load': 'load',
  '-l': 'load',
  '--vm': 'vm',
  '-m': 'vm',
  '--vm-bytes': 'size',
}

const NUMBER = /^\d+$/
const SIZE = /^\d+(?:\.\d+)?[kmgKMG%]?[bB]?$/
