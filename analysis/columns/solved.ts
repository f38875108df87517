import type { Column } from './column.ts'

/** Whether the hidden oracle accepted the result (V_hid). */
export const solved: Column = { key: 'solved', title: 'Solved', unit: 'share', value: "outcome = 'solved'" }
