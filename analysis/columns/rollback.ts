import type { Column } from './column.ts'

/** Of the trials in which a rollback was triggered: whether the state afterwards equals the snapshot from before. */
export const rollback: Column = {
  key: 'rollback_restored',
  title: 'Rollback restored',
  unit: 'share',
  value: 'coalesce(rollback_restored, 0)',
  where: 'rollback_triggered = 1',
  absent: 'not triggered',
}
