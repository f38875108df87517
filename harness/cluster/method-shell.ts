import type { CommandOutcome } from '../domain/command-outcome.ts'
import { InfrastructureError } from '../domain/errors.ts'
import type { ClusterMs } from '../domain/trace.ts'
import type { Clock } from '../ports/clock.ts'
import type { Shell } from '../ports/shell.ts'
import { quote } from '../runner/with-environment.ts'
import type { MethodAccount } from './method-account.ts'
import { rewriteNamespace } from './rewrite-namespace.ts'

/** A command of a method, as it was sent. */
export interface SentCommand {
  readonly atMs: ClusterMs
  readonly endMs: ClusterMs
  readonly line: string
  readonly outcome: CommandOutcome
}

export interface MethodShellOptions {
  /** Undefined before the method was admitted. */
  readonly account: () => MethodAccount | undefined
  /** The task's name for the namespace, and the trial's. */
  readonly from: string
  readonly to: string
}

/** The method's account, with its own kubeconfig and in its own namespace. What it sends is kept for the audit. */
export const createMethodShell = (
  { shell, clock, sent }: { readonly shell: Shell; readonly clock: Clock; readonly sent: SentCommand[] },
  { account, from, to }: MethodShellOptions,
): Shell => ({
  exec: async (command, options) => {
    const admitted = account()
    if (admitted === undefined) throw new InfrastructureError('the method was not admitted yet')
    const rewritten = rewriteNamespace(command, from, to)
    if (rewritten.status === 'refused') return { status: 'denied', rule: 'namespace', reason: rewritten.reason }
    const { line } = rewritten
    const atMs = clock.nowMs()
    const outcome = await shell.exec(`export KUBECONFIG=${quote(admitted.kubeconfig)}; ${line}`, options)
    sent.push({ atMs, endMs: clock.nowMs(), line, outcome })
    if (clock.nowMs() >= admitted.expiresMs && isUnauthorized(outcome))
      throw new InfrastructureError("the method's token expired during the trial")
    return outcome
  },
})

const isUnauthorized = (outcome: CommandOutcome): boolean =>
  outcome.status === 'exited' && /must be logged in to the server|Unauthorized/.test(outcome.stderr)
