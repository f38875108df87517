import { z } from 'zod'
import { Check } from '../../domain/check.ts'
import { describeIssue, describeValue } from '../../domain/describe-issue.ts'
import type { LintFinding, SkillLinter } from '../../ports/skill-linter.ts'
import { detectKind, DOCUMENT_KINDS, type DocumentKind, type DocumentValue } from './document-kinds.ts'
import { knownKeys } from './known-keys.ts'
import { nearestKey } from './nearest-key.ts'
import { type LineOf, parseYaml } from './parse-yaml.ts'
import { formatKey, type Problem } from './problem.ts'
import { type UpgradedDocument, upgradeDocument } from './upgrade-document.ts'

/** A document of a known kind with its parsed value. */
export type TypedDocument = {
  [K in DocumentKind]: { readonly kind: K; readonly value: DocumentValue<K> }
}[DocumentKind]

/** A file that was read: its document unless it has errors, and all that is wrong with it at once, in the order of its lines. */
export interface LoadedDocument {
  readonly file: string
  /** What it is by its keys, also where it has errors; null when its keys do not tell. */
  readonly kind: DocumentKind | null
  readonly document: TypedDocument | null
  /** What a method must not see: kept beside the document, by key. */
  readonly hidden: Readonly<Record<string, unknown>>
  readonly problems: readonly Problem[]
}

/** Reads the text of a file: YAML or JSON, of the new format or the older one. `file` is for the messages. */
export const parseDocument = (linter: SkillLinter, file: string, text: string): LoadedDocument => {
  const parsed = parseYaml(file, text)
  if (parsed.status === 'broken') return { file, kind: null, document: null, hidden: {}, problems: parsed.problems }
  const documents = parsed.values.map((value, index) =>
    parseValue(linter, file, value, (path) => parsed.lineOf(path, index)),
  )
  const [first] = documents
  if (first === undefined) throw new RangeError('parsed YAML without a document')
  if (documents.length === 1) return first
  // A stream of manifests is checked as a whole and stands for its first.
  const strangers = documents.filter(
    ({ kind, problems }) => kind !== 'manifest' && kind !== 'chaos-manifest' && problems.length === 0,
  )
  return {
    ...first,
    problems: [
      ...documents.flatMap(({ problems }) => problems),
      ...strangers.map(({ kind }): Problem => ({
        severity: 'error',
        file,
        line: 1,
        key: '',
        expected: 'one document, or several Kubernetes manifests',
        found: `${documents.length} documents, one of them a ${kind}`,
        remedy: 'put each into a file of its own',
      })),
    ],
  }
}

function parseValue(linter: SkillLinter, file: string, value: unknown, lineOf: LineOf): LoadedDocument {
  const report = reporter(file, lineOf)
  const kind = isFields(value) ? detectKind(value) : null
  if (!isFields(value) || kind === null) {
    const expected = `a ${Object.keys(DOCUMENT_KINDS).join(', ')}`
    const found = isFields(value)
      ? `the keys ${Object.keys(value).join(', ') || 'of an empty map'}`
      : describeValue(value)
    return {
      file,
      kind,
      document: null,
      hidden: {},
      problems: [report('error', { path: [], expected, found, remedy: '' })],
    }
  }
  const upgraded = upgradeDocument(kind, value)
  const problems: Problem[] = upgraded.dropped.map((each) =>
    report('warning', {
      ...each,
      found: describeValue(each.path.reduce<unknown>((at, part) => (at as Fields)[String(part)], value)),
    }),
  )
  const { document, found } = parseKind(kind, upgraded, report)
  problems.push(...found)
  const strictness = upgraded.isOld ? 'warning' : 'error'
  if (document?.kind === 'skill')
    problems.push(...linter.lintSkill(document.value).map((each) => report(each.severity ?? strictness, each)))
  if (document?.kind === 'fault')
    problems.push(...(linter.lintFault?.(document.value) ?? []).map((each) => report(each.severity ?? 'error', each)))
  problems.push(...hiddenCheckProblems(linter, kind, upgraded.hidden, report))
  problems.sort((left, right) => (left.line ?? 0) - (right.line ?? 0))
  const isBroken = problems.some((problem) => problem.severity === 'error')
  return { file, kind, document: isBroken ? null : document, hidden: upgraded.hidden, problems }
}

type Fields = Readonly<Record<string, unknown>>
type Report = (
  severity: Problem['severity'],
  finding: Omit<LintFinding, 'path'> & { readonly path: readonly PropertyKey[] },
) => Problem

const reporter =
  (file: string, lineOf: LineOf): Report =>
  (severity, { path, expected, found, remedy, choice }) => {
    const nearest = choice === undefined ? null : nearestKey(choice.made, choice.among)
    return {
      severity,
      file,
      line: lineOf(path),
      key: formatKey(path),
      expected,
      found,
      remedy: nearest === null ? remedy : `did you mean ${nearest}?`,
    }
  }

function parseKind(kind: DocumentKind, upgraded: UpgradedDocument, report: Report) {
  const { schema } = DOCUMENT_KINDS[kind]
  const found: Problem[] = []
  let { value } = upgraded
  let parsed = schema.safeParse(value)
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const isUnknownKey = issue.code === 'unrecognized_keys'
      const severity = isUnknownKey && upgraded.isOld ? 'warning' : 'error'
      for (const described of describeIssue(issue, value, knownKeys(schema, issue.path, value)))
        found.push(report(severity, described))
    }
    if (upgraded.isOld) {
      for (const issue of parsed.error.issues)
        if (issue.code === 'unrecognized_keys') value = without(value, issue.path, issue.keys)
      parsed = schema.safeParse(value)
    }
  }
  return { document: parsed.success ? ({ kind, value: parsed.data } as TypedDocument) : null, found }
}

/** A copy without some keys of the map at a path. */
function without(value: unknown, path: readonly PropertyKey[], keys: readonly string[]): unknown {
  const [part, ...rest] = path
  if (part === undefined)
    return Object.fromEntries(Object.entries(value as Fields).filter(([key]) => !keys.includes(key)))
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === part ? without(item, rest, keys) : item))
  const fields = value as Fields
  return { ...fields, [String(part)]: without(fields[String(part)], rest, keys) }
}

/** Hidden checks do not run with the skill: what is wrong with them is a warning in any file. */
function hiddenCheckProblems(
  linter: SkillLinter,
  kind: DocumentKind,
  hidden: Fields,
  report: Report,
): readonly Problem[] {
  const checks = hidden['hidden_checks']
  if (checks === undefined) return []
  const path = kind === 'skill' ? ['metadata', 'hidden_checks'] : ['hidden_checks']
  const parsed = z.array(Check).safeParse(checks)
  if (parsed.success) return linter.lintChecks(parsed.data, path).map((each) => report('warning', each))
  return parsed.error.issues.flatMap((issue) =>
    describeIssue(issue, checks, Object.keys(Check.shape)).map((each) =>
      report('warning', { ...each, path: [...path, ...each.path] }),
    ),
  )
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
