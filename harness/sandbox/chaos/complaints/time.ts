import { offsetMs } from '../time-action.ts'
import type { ChaosSpec } from '../types.ts'

export const timeComplaint = ({ timeOffset = '', clockIds = [] }: ChaosSpec): string | undefined => {
  if (offsetMs(timeOffset) === undefined)
    return `spec.timeOffset: Invalid value: "${timeOffset}": parse duration field error`
  const unknown = clockIds.find((id) => !CLOCKS.includes(id))
  if (unknown !== undefined)
    return `spec.clockIds: Invalid value: "${unknown}": unknown clock id; known are ${CLOCKS.join(', ')}`
  return clockIds.length > 0 && !clockIds.includes('CLOCK_REALTIME')
    ? 'spec.clockIds: nothing in the sandbox reads another clock than CLOCK_REALTIME; name it, or leave the field out'
    : undefined
}

const CLOCKS = [
  'CLOCK_REALTIME',
  'CLOCK_MONOTONIC',
  'CLOCK_PROCESS_CPUTIME_ID',
  'CLOCK_THREAD_CPUTIME_ID',
  'CLOCK_MONOTONIC_RAW',
  'CLOCK_REALTIME_COARSE',
  'CLOCK_MONOTONIC_COARSE',
  'CLOCK_BOOTTIME',
  'CLOCK_REALTIME_ALARM',
  'CLOCK_BOOTTIME_ALARM',
]
