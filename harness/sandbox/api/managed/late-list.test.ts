import { describe, expect, it } from 'vitest'
import { createLateLists } from './late-list.ts'

describe('a list that is worked out late', () => {
  it('is not worked out by being copied along, and once by being read', () => {
    let times = 0
    const list = createLateLists<number>()([], () => [(times += 1), 2])
    const entry = { owners: list }
    const copied = { ...entry }
    expect(times).toBe(0)
    expect([copied.owners.length, list[0], times]).toEqual([2, 1, 1])
  })

  it('reads as an array in every way, and cannot be changed', () => {
    const list = createLateLists<object>()([], () => [{ a: 1 }, { b: 2 }])
    expect(Array.isArray(list)).toBe(true)
    expect(JSON.stringify({ list })).toBe('{"list":[{"a":1},{"b":2}]}')
    expect([...list, ...list.map((item) => item)]).toHaveLength(4)
    expect(Object.keys(list)).toEqual(['0', '1'])
    expect(Object.isFrozen(list)).toBe(true)
    expect(() => (list as object[]).push({})).toThrow(TypeError)
    expect(() => ((list as object[])[0] = {})).toThrow(TypeError)
  })

  it('does not pile up: a long chain of lists made of each other is worked out on the way', () => {
    const late = createLateLists<number>()
    let worked = 0
    let list: readonly number[] = []
    for (let version = 1; version <= 1000; version += 1) {
      const before = list
      list = late(before, () => {
        worked += 1
        return [(before[0] ?? 0) + 1]
      })
    }
    expect(worked).toBeGreaterThan(900)
    expect(list[0]).toBe(1000)
  })
})
