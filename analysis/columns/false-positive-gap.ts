import { claimed } from './claimed.ts'
import type { Column } from './column.ts'
import { solved } from './solved.ts'

/** Δ_fp = V_vis − V_hid: how much more a method claims than the oracle confirms; below 0 where it doubts what it did. */
export const falsePositiveGap: Column = {
  key: 'false_positive_gap',
  title: 'Gap Δ_fp',
  unit: 'points',
  value: `(${claimed.value}) - (${solved.value})`,
  between: [claimed, solved],
}
