import type { Column } from './column.ts'

/** Whether the method said of itself that it solved the task (V_vis). */
export const claimed: Column = { key: 'claimed', title: 'Claimed', unit: 'share', value: "claim_status = 'solved'" }
