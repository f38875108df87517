import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2.d.ts'
import type { Stored } from '../../api/types/object.ts'

/** Whether and why a wish was cut. */
export interface Limited {
  readonly replicas: number
  readonly isLimited: boolean
  readonly reason: string
  readonly message: string
}

/** Cuts a wish to the bounds of the autoscaler, and to twice the present size (at least 4) in one step. */
export const limitChange = ({ spec }: Stored<HorizontalPodAutoscaler>, current: number, wished: number): Limited => {
  const least = spec?.minReplicas ?? 1
  const most = spec?.maxReplicas ?? 1
  const fastest = Math.max(2 * current, 4)
  if (wished < least) {
    return limited(least, 'TooFewReplicas', 'the desired replica count is less than the minimum replica count')
  }
  if (wished > Math.min(most, fastest)) {
    return fastest < most
      ? limited(fastest, 'ScaleUpLimit', 'the desired replica count is increasing faster than the maximum scale rate')
      : limited(most, 'TooManyReplicas', 'the desired replica count is more than the maximum replica count')
  }
  return {
    replicas: wished,
    isLimited: false,
    reason: 'DesiredWithinRange',
    message: 'the desired count is within the acceptable range',
  }
}

const limited = (replicas: number, reason: string, message: string): Limited => ({
  replicas,
  isLimited: true,
  reason,
  message,
})
