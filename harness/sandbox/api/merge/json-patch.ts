import { isJsonObject, jsonEqual } from './json.ts'

/** A JSON patch that cannot be applied; the message is the server's. */
export class JsonPatchError extends Error {
  override readonly name = 'JsonPatchError'
  /** Whether the patch itself is malformed (400), rather than not applicable (422). */
  readonly isMalformed: boolean
  constructor(message: string, isMalformed = false) {
    super(message)
    this.isMalformed = isMalformed
  }
}

/** RFC 6902. Only the containers on the way to a change are copied. @throws {JsonPatchError} */
export const jsonPatch = (original: unknown, operations: unknown): unknown => {
  if (!Array.isArray(operations)) {
    throw new JsonPatchError('json: cannot unmarshal object into Go value of type jsonpatch.Patch', true)
  }
  return operations.reduce<unknown>((document, operation) => applyOne(document, readOperation(operation)), original)
}

interface Operation {
  readonly op: string
  readonly path: string
  readonly from: string
  readonly value: unknown
}

const readOperation = (operation: unknown): Operation => {
  if (!isJsonObject(operation)) {
    throw new JsonPatchError('json: cannot unmarshal array into Go value of type jsonpatch.Operation', true)
  }
  const { op, path, from, value } = operation
  return {
    op: typeof op === 'string' ? op : 'unknown',
    path: typeof path === 'string' ? path : '',
    from: typeof from === 'string' ? from : '',
    value,
  }
}

const applyOne = (document: unknown, { op, path, from, value }: Operation): unknown => {
  switch (op) {
    case 'add':
      return add(document, path, value)
    case 'remove':
      return remove(document, path)
    case 'replace':
      read(document, path, 'replace')
      return replaceAt(document, pointer(path), 'replace', path, () => value)
    case 'move': {
      const moved = read(document, from, 'move')
      return add(remove(document, from), path, moved)
    }
    case 'copy':
      return add(document, path, read(document, from, 'copy'))
    case 'test':
      if (jsonEqual(readOrAbsent(document, path), value)) return document
      throw new JsonPatchError(`testing value ${path} failed: test failed`)
  }
  throw new JsonPatchError(`Unexpected kind: ${op}`)
}

const pointer = (path: string): readonly string[] =>
  path === ''
    ? []
    : path
        .split('/')
        .slice(1)
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))

const missing = (op: string, path: string): JsonPatchError =>
  new JsonPatchError(`${op} operation does not apply: doc is missing path: "${path}": missing value`)

const readOrAbsent = (document: unknown, path: string): unknown =>
  pointer(path).reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)]
    return isJsonObject(value) ? value[key] : undefined
  }, document)

const read = (document: unknown, path: string, op: string): unknown => {
  const value = readOrAbsent(document, path)
  if (value === undefined) {
    if (op === 'replace') {
      throw new JsonPatchError(`replace operation does not apply: doc is missing key: ${path}: missing value`)
    }
    throw missing(op, path)
  }
  return value
}

/** Copies the way to the parent of the last key, and lets `change` give the new value of that key. */
const replaceAt = (
  document: unknown,
  keys: readonly string[],
  op: string,
  path: string,
  change: (old: unknown) => unknown,
): unknown => {
  const [key, ...rest] = keys
  if (key === undefined) return change(document)
  if (Array.isArray(document)) {
    const index = Number(key)
    if (!(index >= 0 && index < document.length)) throw missing(op, path)
    return document.with(index, replaceAt(document[index], rest, op, path, change))
  }
  if (!isJsonObject(document)) throw missing(op, path)
  if (rest.length > 0 && document[key] === undefined) throw missing(op, path)
  return { ...document, [key]: replaceAt(document[key], rest, op, path, change) }
}

const add = (document: unknown, path: string, value: unknown): unknown => {
  const keys = pointer(path)
  const last = keys.at(-1)
  if (last === undefined) return value
  return replaceAt(document, keys.slice(0, -1), 'add', path, (parent) => {
    if (Array.isArray(parent)) {
      if (last === '-') return [...parent, value]
      const index = Number(last)
      if (!(index >= 0 && index <= parent.length)) {
        throw new JsonPatchError(`add operation does not apply: doc is missing path: "${path}": invalid array index`)
      }
      return parent.toSpliced(index, 0, value)
    }
    if (!isJsonObject(parent)) throw missing('add', path)
    return { ...parent, [last]: value }
  })
}

const remove = (document: unknown, path: string): unknown => {
  const keys = pointer(path)
  const last = keys.at(-1)
  return replaceAt(document, keys.slice(0, -1), 'remove', path, (parent) => {
    if (Array.isArray(parent)) {
      const index = Number(last)
      if (!(index >= 0 && index < parent.length)) throw missing('remove', path)
      return parent.toSpliced(index, 1)
    }
    if (!isJsonObject(parent) || last === undefined || parent[last] === undefined) {
      throw new JsonPatchError(`remove operation does not apply: doc is missing key: ${path}: missing value`)
    }
    const { [last]: _removed, ...rest } = parent
    return rest
  })
}
