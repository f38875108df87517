import type { CommandOutcome } from '../../domain/command-outcome.ts'
import type { TraceEvent } from '../../domain/trace.ts'
import { boundOutput } from './bound-output.ts'
import type { Insert, Values } from './inserter.ts'
import { wholeMs } from './whole-ms.ts'

/** Writes one trace event into the table of its type. `seq` in the key is its position in the whole trace. */
export const insertEvent = (insert: Insert, key: Values, event: TraceEvent): void => {
  const row = { ...key, at_ms: wholeMs(event.atMs) }
  switch (event.type) {
    case 'command':
      return insert('command', {
        ...row,
        actor: event.actor,
        episode: event.episode,
        command: event.command,
        ...outcomeColumns(event.outcome),
      })
    case 'check': {
      const { name, signal, command, passed, detail, exitCode, stdout, stderr } = event.result
      return insert('check_result', {
        ...row,
        actor: event.actor,
        role: event.role,
        name,
        signal,
        command,
        passed,
        detail: boundOutput(detail).text,
        exit_code: exitCode,
        stdout: boundOutput(stdout).text,
        stderr: boundOutput(stderr).text,
      })
    }
    case 'decision':
      return insert('activation', {
        ...row,
        component: event.component,
        activated: event.activated,
        detail: event.detail,
      })
    case 'component':
      return insert('component_use', {
        ...row,
        component: event.component,
        requested: event.requested,
        used: event.used,
        reason: event.reason,
      })
    case 'model-call':
      return insert('model_call', {
        ...row,
        purpose: event.call.purpose,
        model: event.call.model,
        status: event.call.status,
        input_tokens: event.call.inputTokens,
        output_tokens: event.call.outputTokens,
        detail: event.call.detail,
      })
    case 'rollback':
      return insert('rollback_event', { ...row, available: event.available, completed: event.completed })
  }
}

const outcomeColumns = (outcome: CommandOutcome): Values => {
  const { status } = outcome
  switch (status) {
    case 'exited':
      return {
        status,
        exit_code: outcome.exitCode,
        duration_ms: wholeMs(outcome.durationMs),
        ...outputColumns(outcome.stdout, outcome.stderr, outcome.truncated),
      }
    case 'timed-out':
      return {
        status,
        duration_ms: wholeMs(outcome.durationMs),
        limit_ms: wholeMs(outcome.limitMs),
        ...outputColumns(outcome.stdout, outcome.stderr, false),
      }
    case 'denied':
      return { status, denied_rule: outcome.rule, denied_reason: outcome.reason, ...outputColumns('', '', false) }
  }
}

const outputColumns = (stdout: string, stderr: string, wasCutOnTheWay: boolean): Values => {
  const [out, err] = [boundOutput(stdout), boundOutput(stderr)]
  return {
    stdout: out.text,
    stderr: err.text,
    stdout_bytes: out.bytes,
    stderr_bytes: err.bytes,
    is_cut: wasCutOnTheWay || out.isCut || err.isCut,
  }
}
