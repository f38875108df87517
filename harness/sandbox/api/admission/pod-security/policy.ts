export type Level = 'privileged' | 'baseline' | 'restricted'

/** What a namespace's labels ask for. */
export interface Policy {
  readonly enforce: Standard
  readonly warn: Standard
}

/** A level at a version of the standards. The checks here are those of the newest version. */
export interface Standard {
  readonly level: Level
  readonly version: string
}

export const PREFIX = 'pod-security.kubernetes.io/'

/** Reads a namespace's labels; without a label of its own, `warn` follows `enforce`. An unknown level counts as restricted. */
export const policyOf = (labels: Readonly<Record<string, string>> = {}): Policy => {
  const enforce = standardOf(labels, 'enforce') ?? { level: 'privileged', version: 'latest' }
  return { enforce, warn: standardOf(labels, 'warn') ?? enforce }
}

/** `restricted:latest` */
export const printedStandard = ({ level, version }: Standard): string => `${level}:${version}`

export const isLevel = (text: string): text is Level => LEVELS.includes(text as Level)

export const LEVELS: readonly Level[] = ['privileged', 'baseline', 'restricted']

const standardOf = (labels: Readonly<Record<string, string>>, mode: string): Standard | undefined => {
  const level = labels[PREFIX + mode]
  if (level === undefined) return undefined
  return { level: isLevel(level) ? level : 'restricted', version: labels[`${PREFIX}${mode}-version`] ?? 'latest' }
}
