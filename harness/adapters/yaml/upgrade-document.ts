import { RiskLevel, Stage } from '../../domain/skill.ts'
import type { DocumentKind } from './document-kinds.ts'

/** A document in the form that the rest of the harness knows. */
export interface UpgradedDocument {
  readonly value: unknown
  /** What a method must not see, by the place where it stood. */
  readonly hidden: Readonly<Record<string, unknown>>
  /** Of the format 0.1: where it breaks a newer rule, it is warned of and still used. */
  readonly isOld: boolean
  /** Keys that mean nothing in the new form, each with why and what to do. */
  readonly dropped: readonly DroppedKey[]
}

export interface DroppedKey {
  readonly path: readonly PropertyKey[]
  readonly expected: string
  readonly remedy: string
}

/**
 * From an old document to a new one, the only place that knows the older format. What a method must not see moves beside it:
 * hidden checks, the skill that solves a card, the domain of its fault, the outcome that is expected.
 */
export const upgradeDocument = (kind: DocumentKind, document: Fields): UpgradedDocument => {
  switch (kind) {
    case 'skill':
      return upgradeSkill(document)
    case 'task-card':
      return upgradeCard(document)
    case 'task-instances':
      return upgradeInstances(document)
    case 'task':
    case 'suite':
    case 'catalogue':
    case 'fault':
    case 'chaos-manifest':
    case 'manifest':
    case 'modes':
    case 'method':
    case 'sweep':
    case 'ssh-cluster':
    case 'local-cluster':
    case 'sandbox-cluster':
    case 'report':
      return { value: document, hidden: {}, isOld: false, dropped: [] }
  }
}

type Fields = Readonly<Record<string, unknown>>

function upgradeSkill(document: Fields): UpgradedDocument {
  const isOld = String(document['version']) === '0.1'
  const [metadata, hidden] = isFields(document['metadata'])
    ? split(document['metadata'], ['hidden_checks'])
    : [document['metadata'], {}]
  const moved = { ...document, ...(metadata === undefined ? {} : { metadata }) }
  if (!isOld) return { value: moved, hidden, isOld, dropped: [] }
  const dropped: DroppedKey[] = []
  const value: Record<string, unknown> = { ...moved, version: '0.1' }
  for (const key of ['metadata', 'preconditions', 'success_criteria', 'rollback'])
    if (value[key] === null) delete value[key]
  for (const key of ['preconditions', 'success_criteria'])
    if (Array.isArray(value[key]))
      value[key] = value[key].map((check, index) => withoutEmptyText(check, [key, index], dropped))
  if (isFields(metadata)) value['metadata'] = openMetadata(metadata, dropped)
  return { value, hidden, isOld, dropped }
}

// Every output contains the empty text.
function withoutEmptyText(check: unknown, path: readonly PropertyKey[], dropped: DroppedKey[]): unknown {
  if (!isFields(check) || (check['expect_stdout_contains'] !== '' && check['expect_stdout_contains'] !== null))
    return check
  dropped.push({
    path: [...path, 'expect_stdout_contains'],
    expected: 'a text that is not empty',
    remedy: 'say what the output must contain, or take the key out',
  })
  return split(check, ['expect_stdout_contains'])[0]
}

// Users named stages and risks as they liked; ours are kept, others are warned of.
function openMetadata(metadata: Fields, dropped: DroppedKey[]): Fields {
  const unknown = (
    [
      ['stage', Stage],
      ['risk_level', RiskLevel],
    ] as const
  ).filter(([key, schema]) => metadata[key] !== undefined && !schema.safeParse(metadata[key]).success)
  for (const [key, schema] of unknown)
    dropped.push({
      path: ['metadata', key],
      expected: `one of ${schema.options.join(', ')}`,
      remedy: 'it counts as not set',
    })
  const tools = metadata['required_tools']
  return {
    ...split(
      metadata,
      unknown.map(([key]) => key),
    )[0],
    ...(typeof tools === 'string' ? { required_tools: [tools] } : {}),
  }
}

const HIDDEN_OF_CARDS = [
  'hidden_checks',
  'opsskill_skill',
  'fault_domain',
  'expected_outcome',
  'task_family',
  'task_type',
]
const CARD_KEYS = ['name', 'intent', 'namespace', 'workload', 'stage', 'question', 'severity', 'diagnosis', 'scope']

function upgradeCard(document: Fields): UpgradedDocument {
  const isOld = !('scope' in document) && !('question' in document)
  const [card, hidden] = split(document, HIDDEN_OF_CARDS)
  if (!isOld) return { value: card, hidden, isOld, dropped: [] }
  const { version: _version, ...rest } = card
  const unknown = Object.keys(rest).filter((key) => !CARD_KEYS.includes(key))
  const [value, unread] = split(rest, unknown)
  return {
    value,
    hidden: { ...hidden, ...unread },
    isOld,
    dropped: unknown.map((key) => ({
      path: [key],
      expected: `one of the keys ${CARD_KEYS.join(', ')}`,
      remedy: 'a method does not see it',
    })),
  }
}

function upgradeInstances(document: Fields): UpgradedDocument {
  const hidden: Record<string, unknown> = {}
  const instances = Array.isArray(document['task_instances']) ? (document['task_instances'] as unknown[]) : undefined
  const task_instances = instances?.map((instance) => {
    if (!isFields(instance)) return instance
    const [visible, taken] = split(instance, ['expected_hidden_signals'])
    if (Object.keys(taken).length > 0) hidden[String(instance['id'])] = taken
    return visible
  })
  return {
    value: instances === undefined ? document : { ...document, task_instances },
    hidden,
    isOld: true,
    dropped: [],
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function split(fields: Fields, keys: readonly string[]): readonly [rest: Fields, taken: Fields] {
  const entries = Object.entries(fields)
  return [
    Object.fromEntries(entries.filter(([key]) => !keys.includes(key))),
    Object.fromEntries(entries.filter(([key]) => keys.includes(key))),
  ]
}
