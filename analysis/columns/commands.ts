import type { Column } from './column.ts'

/** Commands that the method ran, a trial. */
export const commands: Column = { key: 'commands', title: 'Commands', unit: 'number', value: 'command_count' }
