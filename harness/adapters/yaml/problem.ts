/** Something wrong with a document, for people. */
export interface Problem {
  /** A warning does not keep the document from being used. */
  readonly severity: 'error' | 'warning'
  readonly file: string
  /** From 1; null where the file could not be read as text at all. */
  readonly line: number | null
  /** `actions[0].on_failure`; empty for the document as a whole. */
  readonly key: string
  readonly expected: string
  readonly found: string
  /** What to do; empty where the rest says it. */
  readonly remedy: string
}

/** `skill.yaml:12 actions[0].on_failure: expected one of abort, continue, rollback, found "stop". Did you mean …?` */
export const formatProblem = ({ severity, file, line, key, expected, found, remedy }: Problem): string =>
  [
    line === null ? `${file}:` : `${file}:${line}`,
    ...(severity === 'warning' ? ['warning:'] : []),
    `${line === null ? '' : `${key === '' ? 'document' : key}: `}expected ${expected}, found ${found}`,
  ].join(' ') + (remedy === '' ? '' : `; ${remedy}`)

/** `['actions', 0, 'name']` → `actions[0].name`. */
export const formatKey = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  )
