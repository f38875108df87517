import { goDurationMs } from '../duration.ts'
import { bytesPerSecond } from '../network-disturbances.ts'
import type { ChaosSpec } from '../types.ts'

export const networkComplaint = ({ action = '', direction = 'to', target, ...spec }: ChaosSpec): string | undefined => {
  const { delay, loss, corrupt, duplicate, bandwidth, rate } = spec
  if (typeof delay === 'string') return 'spec.delay: Invalid value: expected an object'
  const needed: Readonly<Record<string, unknown>> = {
    delay,
    loss,
    corrupt,
    duplicate,
    bandwidth,
    netem: delay ?? loss ?? corrupt ?? duplicate ?? rate,
    partition: {},
  }
  if (needed[action] === undefined) return `spec.${action}: Required value`
  if (delay !== undefined && goDurationMs(delay.latency) === undefined)
    return `spec.delay.latency: Invalid value: "${delay.latency}"`
  const percentages = {
    'loss.loss': loss?.loss,
    'loss.correlation': loss?.correlation,
    'corrupt.corrupt': corrupt?.corrupt,
    'corrupt.correlation': corrupt?.correlation,
    'duplicate.duplicate': duplicate?.duplicate,
    'duplicate.correlation': duplicate?.correlation,
    'delay.correlation': delay?.correlation,
    'delay.reorder.reorder': delay?.reorder?.reorder,
    'delay.reorder.correlation': delay?.reorder?.correlation,
  }
  for (const [field, percent] of Object.entries(percentages))
    if (percent !== undefined && percent !== '' && !(Number(percent) >= 0 && Number(percent) <= 100))
      return `spec.${field}: Invalid value: "${percent}": not a percentage`
  for (const [field, text] of Object.entries({ bandwidth: bandwidth?.rate, rate: rate?.rate }))
    // Nothing would ever pass at a rate of nothing: Linux knows no such queue.
    if (text !== undefined && (bytesPerSecond(text) ?? 0) === 0)
      return `spec.${field}.rate: Invalid value: "${text}": invalid rate`
  for (const field of ['device', 'targetDevice'] as const)
    if (spec[field] !== undefined && spec[field] !== '' && spec[field] !== 'eth0')
      return `spec.${field}: Cannot find device "${spec[field]}": a pod of the sandbox has eth0 alone`
  return direction !== 'to' && target === undefined && action !== 'partition'
    ? 'spec.target: Required value: target is required for this direction'
    : undefined
}
