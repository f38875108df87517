import { endNamespace } from '../pipeline/end-namespace.ts'
import { mustRun } from '../pipeline/must-run.ts'
import type { Audit } from '../ports/audit.ts'
import type { Clock } from '../ports/clock.ts'
import type { Shell } from '../ports/shell.ts'
import type { HeldLease } from './lease.ts'
import { grantAccount, removeAccount } from './method-account.ts'
import type { MethodAccount, TrialPlace } from './method-account.ts'
import { createMethodShell } from './method-shell.ts'
import type { SentCommand } from './method-shell.ts'
import { identityOf, observedMutations } from './observe-changes.ts'
import { restore } from './restore.ts'
import { LABEL_OWNER, LABEL_TRIAL } from './tenancy.ts'
import { readWideState, wideChanges } from './wide-state.ts'
import type { WideState } from './wide-state.ts'

interface Dependencies {
  readonly harness: Shell
  readonly method: Shell
  readonly clock: Clock
  readonly lease: HeldLease
}

export interface TenantOptions {
  readonly place: TrialPlace
  /** The namespace as the task names it. */
  readonly wanted: string
  readonly offsetMs: number
  readonly protectedNamespaces: readonly string[]
}

/** One trial's part of a cluster. */
export interface Tenant {
  readonly method: Shell
  readonly audit: Audit
  readonly grant: (signal: AbortSignal) => Promise<boolean>
  readonly admit: () => Promise<void>
  /** Leaves nothing behind. @returns what had to be put right */
  readonly close: () => Promise<readonly string[]>
}

export const openTenant = (
  { harness, method, clock, lease }: Dependencies,
  { place, wanted, offsetMs, protectedNamespaces }: TenantOptions,
): Tenant => {
  const { owner, trial, namespace } = place
  const sent: SentCommand[] = []
  const watched = [namespace, ...protectedNamespaces]
  let account: MethodAccount | undefined
  let isGranted = false
  let start: { readonly state: WideState; readonly atMs: number } | undefined

  const observe = async () => {
    if (start === undefined) return { changes: [], mutations: [] }
    const changes = wideChanges(start.state, await readWideState(harness, watched))
    const seen = { namespace, changes, sent, startMs: start.atMs, nowMs: clock.nowMs(), offsetMs }
    return { changes, mutations: observedMutations(seen) }
  }

  return {
    method: createMethodShell({ shell: method, clock, sent }, { account: () => account, from: wanted, to: namespace }),
    audit: {
      mutations: async () => {
        const { mutations } = await observe()
        const lapsed = lease.lapsed()
        if (lapsed !== undefined) throw lapsed
        return mutations
      },
    },
    grant: async (signal) => {
      await mustRun(
        harness,
        `kubectl label namespace ${namespace} ${LABEL_OWNER}=${owner} ${LABEL_TRIAL}=${trial} --overwrite`,
        { signal },
      )
      // The link may be lost when half of it is there.
      isGranted = true
      account = await grantAccount({ harness, method, clock }, place)
      return true
    },
    admit: async () => {
      start = { state: await readWideState(harness, watched), atMs: clock.nowMs() }
    },
    close: async () => {
      const lines: string[] = []
      const { changes, mutations } = await observe()
      for (const change of changes) {
        const named = identityOf(change)
        if (named.namespace === namespace) continue
        const isMethods = mutations.some(
          (each) =>
            each.actor === 'method' &&
            !each.denied &&
            each.name === named.name &&
            each.kind === named.kind &&
            each.namespace === named.namespace,
        )
        if (!isMethods) continue
        await restore(harness, change)
        lines.push(`put ${named.kind}/${named.name} back, which the method had changed`)
      }
      if (isGranted) await removeAccount({ harness, method }, trial)
      await endNamespace(harness, namespace)
      await lease.note(null)
      return lines
    },
  }
}
