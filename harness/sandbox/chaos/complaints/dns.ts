import type { ChaosSpec } from '../types.ts'

export const dnsComplaint = ({ patterns = [] }: ChaosSpec): string | undefined => {
  const inner = patterns.find((pattern) => /\*(?!$)/.test(pattern))
  return inner === undefined
    ? undefined
    : `spec.patterns: Invalid value: "${inner}": the wildcard * has to stand at the end`
}
