import { givenFiles, type Store } from '../processes/files/store.ts'
import type { ContainerRuntime } from './container-runtime.ts'
import type { Instance } from './instance.ts'

export interface ControlGroupRequest {
  readonly container: Pick<ContainerRuntime, 'cpuLimitMilli' | 'memoryLimitBytes'>
  readonly instance: () => Pick<Instance, 'usage'>
  /** Version of control groups on the node. */
  readonly version: 1 | 2
  readonly nowMs: () => number
}

/** What stands below `/sys/fs/cgroup` of a container: its limits, what it uses, and how long it was held back. */
export const controlGroupFiles =
  (request: ControlGroupRequest): NonNullable<Store['given']> =>
  (path) =>
    path.startsWith('/sys') ? givenFiles(contents(request))(path) : undefined

const contents = ({ container, instance, version, nowMs }: ControlGroupRequest): Readonly<Record<string, string>> => {
  const { cpuLimitMilli, memoryLimitBytes } = container
  const { usage } = instance()
  const { usedMs, periods, throttled, throttledMs } = cpuOver(usage, cpuLimitMilli, nowMs())
  const memory = String(Math.round(usage.at(-1)?.memoryBytes ?? 0))
  const isCpuLimited = Number.isFinite(cpuLimitMilli)
  const quota = isCpuLimited ? String(cpuLimitMilli * 100) : undefined
  const isMemoryLimited = Number.isFinite(memoryLimitBytes)
  const lines = (fields: Readonly<Record<string, number | string>>): string =>
    Object.entries(fields)
      .map(([name, value]) => `${name} ${value}\n`)
      .join('')
  if (version === 1) {
    const [cpu, limits] = ['/sys/fs/cgroup/cpu', '/sys/fs/cgroup/memory']
    return {
      [`${cpu}/cpu.stat`]: lines({
        nr_periods: periods,
        nr_throttled: throttled,
        throttled_time: Math.round(throttledMs * 1e6),
        nr_bursts: 0,
        burst_time: 0,
      }),
      [`${cpu}/cpu.cfs_quota_us`]: `${quota ?? -1}\n`,
      [`${cpu}/cpu.cfs_period_us`]: '100000\n',
      [`${cpu}/cpuacct.usage`]: `${Math.round(usedMs * 1e6)}\n`,
      [`${limits}/memory.limit_in_bytes`]: `${isMemoryLimited ? memoryLimitBytes : UNLIMITED_BYTES}\n`,
      [`${limits}/memory.usage_in_bytes`]: `${memory}\n`,
    }
  }
  const usedUs = Math.round(usedMs * 1000)
  const systemUs = Math.floor(usedUs / 4)
  return {
    '/sys/fs/cgroup/cpu.stat': lines({
      usage_usec: usedUs,
      user_usec: usedUs - systemUs,
      system_usec: systemUs,
      nr_periods: periods,
      nr_throttled: throttled,
      throttled_usec: Math.round(throttledMs * 1000),
      nr_bursts: 0,
      burst_usec: 0,
    }),
    '/sys/fs/cgroup/cpu.max': `${quota ?? 'max'} 100000\n`,
    '/sys/fs/cgroup/memory.max': `${isMemoryLimited ? memoryLimitBytes : 'max'}\n`,
    '/sys/fs/cgroup/memory.current': `${memory}\n`,
  }
}

/** The largest number of pages, in bytes. */
const UNLIMITED_BYTES = '9223372036854771712'
const PERIOD_MS = 100
/** A group that uses less than this does not run in every period. */
const EVERY_PERIOD_MILLI = 20

/** What the scheduler has counted: time used, periods in which the group ran, those in which it was held back, and for how long. */
const cpuOver = (usage: Instance['usage'], limitMilli: number, nowMs: number) => {
  const sum = { usedMs: 0, periods: 0, throttled: 0, throttledMs: 0 }
  for (const [index, { fromMs, cpuMilli, cpuDemandMilli }] of usage.entries()) {
    const lengthMs = (usage[index + 1]?.fromMs ?? nowMs) - fromMs
    sum.usedMs += (lengthMs * cpuMilli) / 1000
    if (limitMilli === Number.POSITIVE_INFINITY) continue
    const periods = (lengthMs / PERIOD_MS) * Math.min(1, cpuDemandMilli / EVERY_PERIOD_MILLI)
    sum.periods += periods
    if (cpuDemandMilli <= limitMilli) continue
    sum.throttled += periods
    sum.throttledMs += lengthMs * (1 - limitMilli / cpuDemandMilli)
  }
  return { ...sum, periods: Math.floor(sum.periods), throttled: Math.floor(sum.throttled) }
}
