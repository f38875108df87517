import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergePatch } from '../../api/merge/merge-patch.ts'
import { strategicMerge } from '../../api/merge/strategic-merge.ts'
import type { FieldSchema, ObjectSchema } from '../../api/types/schema.ts'
import type { JsonObject } from '../../api/merge/json.ts'
import { lastApplied, withLastApplied, LAST_APPLIED } from './last-applied.ts'
import { threeWayPatch } from './three-way-patch.ts'

const text: FieldSchema = { type: 'string' }
const container: ObjectSchema = { name: 'Container', fields: { name: text, image: text }, required: [] }
const schema: ObjectSchema = {
  name: 'Spec',
  fields: {
    containers: { type: 'array', items: { type: 'object', schema: container }, merge: { by: 'key', key: 'name' } },
    tags: { type: 'array', items: text, merge: { by: 'value' } },
  },
  required: [],
}

const apply = (original: JsonObject, modified: JsonObject, current: JsonObject): JsonObject =>
  strategicMerge(schema, current, threeWayPatch(schema, { original, modified, current }))

describe('the three-way patch', () => {
  it('is empty when nothing is asked that is not there', () => {
    const manifest = { a: 1, containers: [{ name: 'x', image: 'i' }] }
    const current = {
      a: 1,
      b: 'defaulted',
      containers: [{ name: 'x', image: 'i', pull: 'Always' }, { name: 'injected' }],
    }
    expect(threeWayPatch(schema, { original: manifest, modified: manifest, current })).toEqual({})
  })

  it('takes back what was applied and is not wanted any more, and leaves what others set', () => {
    expect(apply({ a: 1, b: 2 }, { a: 1 }, { a: 1, b: 2, c: 'by somebody' })).toEqual({ a: 1, c: 'by somebody' })
  })

  it('corrects drift in what is wanted', () => {
    expect(apply({ a: 1 }, { a: 1 }, { a: 7 })).toEqual({ a: 1 })
  })

  it('changes, adds and removes items of keyed lists by their key', () => {
    const original = {
      containers: [
        { name: 'x', image: '1' },
        { name: 'old', image: '1' },
      ],
    }
    const modified = {
      containers: [
        { name: 'x', image: '2' },
        { name: 'new', image: '1' },
      ],
    }
    const current = {
      containers: [{ name: 'x', image: '1', pull: 'p' }, { name: 'old', image: '1' }, { name: 'sidecar' }],
    }
    const result = apply(original, modified, current)['containers'] as readonly { readonly name: string }[]
    expect(result.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'new', image: '1' },
      { name: 'sidecar' },
      { name: 'x', image: '2', pull: 'p' },
    ])
  })

  it('adds to and removes from sets', () => {
    expect(apply({ tags: ['a', 'b'] }, { tags: ['a', 'c'] }, { tags: ['a', 'b', 'x'] })['tags']).toEqual(
      expect.arrayContaining(['a', 'c', 'x']),
    )
    expect(apply({ tags: ['a', 'b'] }, { tags: ['a', 'c'] }, { tags: ['a', 'b', 'x'] })['tags']).not.toContain('b')
  })

  it('without a schema brings any object to the wanted fields, and a second time changes nothing', () => {
    const objects = fc.dictionary(
      fc.constantFrom('a', 'b', 'c'),
      fc.oneof(fc.integer(), fc.dictionary(fc.constantFrom('x', 'y'), fc.integer())),
    )
    fc.assert(
      fc.property(objects, objects, objects, (original, modified, current) => {
        const result = mergePatch(current, threeWayPatch(undefined, { original, modified, current })) as JsonObject
        expect(result).toMatchObject(modified)
        expect(threeWayPatch(undefined, { original: modified, modified, current: result })).toEqual({})
      }),
    )
  })
})

it('remembers a document without the memory itself', () => {
  const first = withLastApplied({ kind: 'X', metadata: { name: 'a' } })
  const again = withLastApplied(first) as {
    readonly metadata: { readonly annotations: Readonly<Record<string, string>> }
  }
  expect(again.metadata.annotations[LAST_APPLIED]).toBe('{"kind":"X","metadata":{"annotations":{},"name":"a"}}\n')
  expect(lastApplied(again)).toEqual({ kind: 'X', metadata: { annotations: {}, name: 'a' } })
})
