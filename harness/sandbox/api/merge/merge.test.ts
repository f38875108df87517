import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadSchemas } from '../schema/load-schemas.ts'
import { deepFreeze, jsonEqual } from './json.ts'
import { jsonPatch, JsonPatchError } from './json-patch.ts'
import { mergePatch } from './merge-patch.ts'
import { strategicMerge, StrategicMergeError } from './strategic-merge.ts'

const podSpec = loadSchemas()('core.v1.PodSpec')
const anyJson = fc.jsonValue({ maxDepth: 4 })

describe('a merge patch', () => {
  it('removes by null, merges objects and replaces the rest', () => {
    const original = { a: 1, b: { c: 2, d: 3 }, list: [1, 2] }
    expect(mergePatch(original, { a: null, b: { c: 9 }, list: [3] })).toEqual({ b: { c: 9, d: 3 }, list: [3] })
  })

  it('never changes the original, and an empty one changes nothing', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), anyJson), anyJson, (original, patch) => {
        const before = JSON.stringify(original)
        mergePatch(deepFreeze(original), patch)
        expect(JSON.stringify(original)).toBe(before)
        expect(mergePatch(original, {})).toEqual(original)
      }),
    )
  })
})

describe('a JSON patch', () => {
  const document = { spec: { list: ['a', 'b'], map: { 'x/y': 1 } } }

  it('adds, replaces, removes, moves, copies and tests', () => {
    const operations = [
      { op: 'test', path: '/spec/list/0', value: 'a' },
      { op: 'add', path: '/spec/list/-', value: 'c' },
      { op: 'add', path: '/spec/list/0', value: 'z' },
      { op: 'remove', path: '/spec/list/2' },
      { op: 'replace', path: '/spec/map/x~1y', value: 2 },
      { op: 'copy', from: '/spec/list/0', path: '/spec/first' },
      { op: 'move', from: '/spec/first', path: '/spec/last' },
    ]
    expect(jsonPatch(deepFreeze(document), operations)).toEqual({
      spec: { list: ['z', 'a', 'c'], map: { 'x/y': 2 }, last: 'z' },
    })
  })

  it.each([
    [
      { op: 'replace', path: '/spec/none', value: 1 },
      'replace operation does not apply: doc is missing key: /spec/none: missing value',
    ],
    [
      { op: 'remove', path: '/spec/none' },
      'remove operation does not apply: doc is missing key: /spec/none: missing value',
    ],
    [{ op: 'test', path: '/spec/list/0', value: 'q' }, 'testing value /spec/list/0 failed: test failed'],
    [
      { op: 'add', path: '/none/here', value: 1 },
      'add operation does not apply: doc is missing path: "/none/here": missing value',
    ],
  ])('refuses %j', (operation, message) => {
    expect(() => jsonPatch(document, [operation])).toThrow(new JsonPatchError(message))
  })
})

describe('a strategic merge patch', () => {
  const original = deepFreeze({
    containers: [
      { name: 'a', image: 'a:1', env: [{ name: 'X', value: '1' }] },
      { name: 'b', image: 'b:1' },
    ],
    tolerations: [{ key: 'k' }],
  })

  it('merges lists by their key, at every depth, and replaces lists without one', () => {
    const patch = {
      containers: [{ name: 'a', env: [{ name: 'Y', value: '2' }] }],
      tolerations: [{ key: 'other' }],
    }
    expect(strategicMerge(podSpec, original, patch)).toEqual({
      containers: [
        {
          name: 'a',
          image: 'a:1',
          env: [
            { name: 'X', value: '1' },
            { name: 'Y', value: '2' },
          ],
        },
        { name: 'b', image: 'b:1' },
      ],
      tolerations: [{ key: 'other' }],
    })
  })

  it('obeys an explicit order', () => {
    const patch = {
      '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }],
      containers: [{ name: 'b', image: 'b:2' }],
    }
    const { containers } = strategicMerge(podSpec, original, patch) as {
      containers: readonly { name: string; image: string }[]
    }
    expect(containers.map(({ name, image }) => `${name} ${image}`)).toEqual(['b b:2', 'a a:1'])
  })

  it('replaces a list or an object on demand', () => {
    expect(
      strategicMerge(podSpec, original, { containers: [{ $patch: 'replace' }, { name: 'c' }] })['containers'],
    ).toEqual([{ name: 'c' }])
    expect(strategicMerge(podSpec, original, { $patch: 'replace', hostname: 'h' })).toEqual({ hostname: 'h' })
  })

  it('deletes from lists of plain values', () => {
    const metadata = loadSchemas()('meta.v1.ObjectMeta')
    const patch = { '$deleteFromPrimitiveList/finalizers': ['a'], finalizers: ['c'] }
    expect(strategicMerge(metadata, { finalizers: ['a', 'b'] }, patch)).toEqual({ finalizers: ['b', 'c'] })
  })

  it('needs the key of an item', () => {
    expect(() => strategicMerge(podSpec, original, { containers: [{ image: 'x' }] })).toThrow(StrategicMergeError)
  })
})

describe('equality of JSON', () => {
  it('agrees with the printed forms', () => {
    fc.assert(
      fc.property(anyJson, anyJson, (a, b) => {
        expect(jsonEqual(a, structuredClone(a))).toBe(true)
        expect(jsonEqual(a, b)).toBe(isDeepStrictEqual(a, b))
      }),
    )
  })
})
