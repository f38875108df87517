import type { KubeObject } from './object.ts'

/** One request that changed something, or was refused the right to. Reads are not recorded. */
export interface AuditEntry {
  /** Counts from 1 without gaps. */
  readonly sequence: number
  /** Virtual time, epoch milliseconds. */
  readonly atMs: number
  readonly user: string
  /** Who really asked, when the user was impersonated. */
  readonly impersonatedBy?: string
  readonly verb: 'create' | 'update' | 'patch' | 'delete'
  readonly group: string
  readonly resource: string
  readonly subresource?: string
  readonly namespace?: string
  readonly name: string
  readonly decision: 'allowed' | 'denied'
  /** Frozen references, not copies. Absent where there was no object. */
  readonly before?: KubeObject
  /** Absent once the object is gone. */
  readonly after?: KubeObject
}

/** The record of writes, for the harness only: nothing in the cluster can read it. */
export interface AuditLog {
  /** Entries with a larger sequence, oldest first. `since(0)` gives all. */
  readonly since: (sequence: number) => readonly AuditEntry[]
  /** Sequence of the newest entry, 0 when there is none. */
  readonly latest: () => number
}
