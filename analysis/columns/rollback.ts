import type { Column } from './column.ts'

/** Of the trials in which a rollback was triggered and had steps to run: whether the state afterwards equals the snapshot from before. */
export const rollback: Column = {
  key: 'rollback_restored',
  title: 'Rollback restored',
  unit: 'share',
  value: 'coalesce(rollback_restored, 0)',
  where: 'rollback_triggered = 1 AND rollback_available = 1',
  absent: 'not triggered',
}
