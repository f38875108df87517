import type { YAMLParseError } from 'yaml'
import type { ResourceDefinition } from '../../api/types/resource.ts'
import { failure } from '../errors.ts'
import type { Session } from '../session.ts'

/** One document of a file, sent as it stands. */
export interface Manifest {
  /** As shown in messages: the path as typed, or `STDIN`. */
  readonly source: string
  readonly document: Readonly<Record<string, unknown>>
}

/** A document whose kind the server knows. */
export interface MappedManifest extends Manifest {
  readonly definition: ResourceDefinition
  readonly name: string
  /** Absent for cluster-scoped kinds. */
  readonly namespace: string | undefined
}

/** Reads `-f` arguments: files, directories (yaml, yml and json in them) and `-` for stdin. @throws {KubectlError} */
export const readManifests = async (session: Session): Promise<readonly Manifest[]> => {
  const manifests: Manifest[] = []
  for (const name of session.flags.list('filename')) {
    if (name === '-') manifests.push(...documentsOf(session, 'STDIN', session.stdin, 'error parsing STDIN'))
    else for (const path of await expand(session, name)) manifests.push(...(await readFile(session, path)))
  }
  return manifests
}

const expand = async (session: Session, name: string): Promise<readonly string[]> => {
  if (/^https?:\/\//.test(name)) throw failure(`unable to read URL "${name}", the sandbox has no way out`)
  const names = await session.files.list(session.path(name))
  if (names === undefined) return [name]
  const wanted = names.filter((entry) => /\.(?:json|yaml|yml)$/.test(entry))
  if (wanted.length === 0) {
    throw failure(`error reading [${name}]: recognized file extensions are [.json .yaml .yml]`)
  }
  return wanted.map((entry) => `${name.replace(/\/$/, '')}/${entry}`)
}

const readFile = async (session: Session, path: string): Promise<readonly Manifest[]> => {
  const text = await session.files.read(session.path(path))
  if (text === undefined) throw failure(`the path "${path}" does not exist`)
  return documentsOf(session, path, text, `error parsing ${path}`)
}

/** @throws {KubectlError} for aliases that would blow the document up */
const plainValue = (parsed: { readonly toJS: () => unknown }, complaint: string): unknown => {
  try {
    return parsed.toJS()
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    throw failure(`${complaint}: error converting YAML to JSON: yaml: document contains excessive aliasing`)
  }
}

const documentsOf = (
  { yaml }: Pick<Session, 'yaml'>,
  source: string,
  text: string,
  complaint: string,
): readonly Manifest[] =>
  yaml.documents(text).flatMap((parsed) => {
    const [problem] = parsed.errors
    if (problem !== undefined) {
      const { line, text: wording } = goComplaint(problem, text)
      throw failure(`${complaint}: error converting YAML to JSON: yaml: ${line > 1 ? `line ${line}: ` : ''}${wording}`)
    }
    const document = plainValue(parsed, complaint)
    if (document === null || document === undefined) return []
    if (typeof document !== 'object' || Array.isArray(document)) {
      throw failure(
        `${complaint}: error converting YAML to JSON: yaml: unmarshal errors: cannot unmarshal into an object`,
      )
    }
    const object = jsonLike(document) as Readonly<Record<string, unknown>>
    const items =
      object['kind'] === 'List' && Array.isArray(object['items']) ? (object['items'] as unknown[]) : [object]
    return items.map((item) => ({ source, document: item as Readonly<Record<string, unknown>> }))
  })

/** The complaint in the words of go-yaml, which kubectl uses. */
const goComplaint = (problem: YAMLParseError, text: string): { readonly line: number; readonly text: string } => {
  const line = problem.linePos?.[0].line ?? 1
  switch (problem.code) {
    case 'MISSING_CHAR':
      return {
        line: text.split('\n').length,
        text: /quote/.test(problem.message) ? 'found unexpected end of stream' : "did not find expected ',' or ']'",
      }
    case 'UNEXPECTED_TOKEN':
      return { line: line - 1, text: 'did not find expected key' }
    default:
      return { line, text: 'mapping values are not allowed in this context' }
  }
}

/** YAML values that JSON does not have become text, as in kubectl's conversion. */
const jsonLike = (value: unknown): unknown => {
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z')
  if (Array.isArray(value)) return value.map(jsonLike)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, jsonLike(field)]))
}
