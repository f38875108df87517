import { expect, it } from 'vitest'
import { controlGroupFiles } from './control-group.ts'

const usage = [
  { fromMs: 0, cpuDemandMilli: 100, cpuMilli: 100, memoryBytes: 1000 },
  { fromMs: 10_000, cpuDemandMilli: 1000, cpuMilli: 200, memoryBytes: 2000 },
]
const read = (version: 1 | 2, limits = { cpuLimitMilli: 200, memoryLimitBytes: 4096 }) =>
  controlGroupFiles({ container: limits, instance: () => ({ usage }), version, nowMs: () => 20_000 })
const text = (file: ReturnType<ReturnType<typeof read>>): string => (file?.kind === 'file' ? file.text : '')

it('counts in which periods a container was held back by its limit, and for how long', () => {
  expect(text(read(1)('/sys/fs/cgroup/cpu/cpu.stat'))).toBe(
    'nr_periods 200\nnr_throttled 100\nthrottled_time 8000000000\nnr_bursts 0\nburst_time 0\n',
  )
  expect(text(read(2)('/sys/fs/cgroup/cpu.stat'))).toContain(
    'usage_usec 3000000\nuser_usec 2250000\nsystem_usec 750000\nnr_periods 200\nnr_throttled 100\nthrottled_usec 8000000\n',
  )
})

it('says which limits there are', () => {
  expect(['cpu.max', 'memory.max', 'memory.current'].map((name) => text(read(2)(`/sys/fs/cgroup/${name}`)))).toEqual([
    '20000 100000\n',
    '4096\n',
    '2000\n',
  ])
  const none = { cpuLimitMilli: Number.POSITIVE_INFINITY, memoryLimitBytes: Number.POSITIVE_INFINITY }
  expect(text(read(2, none)('/sys/fs/cgroup/cpu.max'))).toBe('max 100000\n')
  expect(read(2)('/etc/hosts')).toBeUndefined()
})
