import { describe, expect, it } from 'vitest'
import { createFiles } from '../processes/files/files.ts'
import { createStore } from '../processes/files/store.ts'
import { answerFromFiles } from './data-store.ts'

const aStore = (written: Readonly<Record<string, string>> = {}) => {
  const files = createFiles({
    nowMs: () => 0,
    mounts: [{ path: '', store: createStore(), isReadOnly: false, subPath: '' }],
    changed: () => undefined,
  })
  files.makeDirectory('/data', true)
  for (const [name, text] of Object.entries(written)) files.write(`/data/${name}`, text, 'replace')
  return { files, ask: (path: string) => answerFromFiles(files, '/data', { path }) }
}

describe('a store', () => {
  it('answers readers and writers', () => {
    const { ask } = aStore()
    expect([ask('/read').kind, ask('/write').kind, ask('/take').kind]).toEqual(['done', 'done', 'done'])
  })

  it('as a standby can be read only', () => {
    const { ask } = aStore({ 'standby.signal': '' })
    expect(ask('/read').kind).toBe('done')
    expect(ask('/write')).toMatchObject({ kind: 'failed', text: 'cannot write in a read-only transaction' })
  })

  it('keeps out whom its file names, and nobody else', () => {
    const { ask } = aStore({ revoked: 'payments\n' })
    expect(ask('/read?user=payments')).toMatchObject({ text: 'permission denied for user payments' })
    expect(ask('/read?user=catalog').kind).toBe('done')
  })

  it('lets everybody wait for a lock, until it is taken away', () => {
    const { ask, files } = aStore({ locks: 'products' })
    expect(ask('/read').kind).toBe('waits')
    files.remove('/data/locks')
    expect(ask('/read').kind).toBe('done')
  })

  it('hands out a queue in order, and stops at what it cannot read', () => {
    const { ask, files } = aStore({ queue: '{"order":1}\n{"order":\n{"order":3}\n' })
    expect(ask('/take').kind).toBe('done')
    for (const _ of [1, 2])
      expect(ask('/take')).toMatchObject({ kind: 'failed', text: expect.stringContaining('record') })
    files.write('/data/queue', '{"order":3}\n', 'replace')
    expect([ask('/take').kind, files.read('/data/queue')]).toEqual(['done', ''])
  })
})
