import { type CommandOutcome, describeOutcome } from '../domain/command-outcome.ts'
import { durationMs } from '../domain/duration.ts'
import type { RanCommand } from '../domain/execution-report.ts'
import type { Gate, GateObserver } from '../ports/components.ts'
import type { Shell } from '../ports/shell.ts'
import type { TraceSink } from '../ports/trace-sink.ts'
import { type CommandEnvironment, withEnvironment } from './with-environment.ts'

/** What a step needs to run. */
export interface StepRunner {
  readonly shell: Shell
  readonly trace: TraceSink
  /** Asked before every command; null: nothing is refused. */
  readonly gate: (Gate & Partial<GateObserver>) | null
  readonly environment: CommandEnvironment
  /** For steps that set no timeout of their own, in ms of cluster time. */
  readonly defaultTimeoutMs: number
  readonly signal?: AbortSignal | undefined
}

export interface StepOutcome {
  readonly outcome: CommandOutcome
  readonly ran: RanCommand
}

/** Asks the gate, runs the command, and says what came of it in the form of saved reports. */
export const runStep = async (
  runner: StepRunner,
  step: { readonly command: string; readonly timeout?: string | undefined },
): Promise<StepOutcome> => {
  const { gate, trace, environment } = runner
  const command = withEnvironment(environment, step.command)
  // The gate judges what the skill's author wrote, with its parameters known; where kubectl connects to is the cluster's affair.
  const judged = withEnvironment({ ...environment, kubeconfig: undefined }, step.command)
  if (gate !== null) {
    const decision = gate.decide(judged)
    const verdict = decision.allowed ? `allowed: ${decision.reason}` : `denied by ${decision.rule}: ${decision.reason}`
    trace.record({
      type: 'decision',
      component: 'gate',
      activated: !decision.allowed,
      detail: `${step.command}: ${verdict}`,
    })
    if (!decision.allowed) {
      const outcome: CommandOutcome = { status: 'denied', rule: decision.rule, reason: decision.reason }
      return { outcome, ran: ranCommand(command, outcome) }
    }
  }
  const outcome = await runner.shell.exec(command, {
    timeoutMs: step.timeout === undefined ? runner.defaultTimeoutMs : durationMs(step.timeout),
    ...(runner.signal === undefined ? {} : { signal: runner.signal }),
  })
  gate?.observe?.(judged, outcome)
  return { outcome, ran: ranCommand(command, outcome) }
}

function ranCommand(command: string, outcome: CommandOutcome): RanCommand {
  switch (outcome.status) {
    case 'exited':
      return { command, returncode: outcome.exitCode, stdout: outcome.stdout, stderr: outcome.stderr }
    case 'timed-out':
      return {
        command,
        returncode: null,
        stdout: outcome.stdout,
        stderr: outcome.stderr,
        note: describeOutcome(outcome),
      }
    case 'denied':
      return { command, returncode: null, stdout: '', stderr: '', note: describeOutcome(outcome) }
  }
}
