import type { AuditEntry, AuditLog } from '../types/audit.ts'

/** The log, and the way for the server to add to it. */
export interface WritableAuditLog extends AuditLog {
  readonly append: (entry: Omit<AuditEntry, 'sequence'>) => void
}

export const createAuditLog = (): WritableAuditLog => {
  const entries: AuditEntry[] = []
  return {
    append: (entry) => {
      entries.push(Object.freeze({ ...entry, sequence: entries.length + 1 }))
    },
    since: (sequence) => entries.slice(sequence),
    latest: () => entries.length,
  }
}
