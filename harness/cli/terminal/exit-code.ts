/** How a command ended: done · the skill, sweep or validation failed · wrong use or configuration · stopped by the user. */
export const exitCode = { done: 0, failed: 1, wrongUse: 2, interrupted: 130 } as const
export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
