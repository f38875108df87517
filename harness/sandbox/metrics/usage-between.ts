import type { Instance } from '../kubelet/instance.ts'

/** Average CPU in millicores over a span of time, in which the container ran from `instance.startedAtMs` on. */
export const averageCpuMilli = (instance: Instance, fromMs: number, toMs: number): number => {
  if (toMs <= fromMs) return 0
  let used = 0
  instance.usage.forEach(({ fromMs: sinceMs, cpuMilli }, index) => {
    const untilMs = instance.usage[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY
    used += cpuMilli * Math.max(0, Math.min(untilMs, toMs) - Math.max(sinceMs, fromMs))
  })
  return used / (toMs - fromMs)
}

/** Memory in bytes at a moment. */
export const memoryBytesAt = (instance: Instance, atMs: number): number =>
  instance.usage.findLast(({ fromMs }) => fromMs <= atMs)?.memoryBytes ?? 0
