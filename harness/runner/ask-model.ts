import type { ExecutionReport } from '../domain/execution-report.ts'
import type { ComponentName } from '../domain/method.ts'
import type { Model, ModelQuestion } from '../ports/model.ts'
import type { TraceSink } from '../ports/trace-sink.ts'

/** What a component that asks a language model needs. */
export interface ModelDeps {
  readonly model: Model
  /** The call, and which variant answered, are written down here: a fallback is never silent. */
  readonly trace: TraceSink
}

/** The deterministic variant that answers where the model does not. */
export interface Fallback<T> {
  readonly component: ComponentName
  readonly name: string
  readonly answer: () => Promise<T>
}

/** Asks the model; where it is not reachable or its answer is not valid, the fallback answers, and the trace says so and why. */
export const askModel = async <T>(
  { model, trace }: ModelDeps,
  question: ModelQuestion<T>,
  fallback: Fallback<T>,
): Promise<T> => {
  const reply = await model.ask(question)
  trace.record({ type: 'model-call', call: reply.call })
  const { component } = fallback
  if (reply.status === 'answered') {
    trace.record({
      type: 'component',
      component,
      requested: 'llm',
      used: 'llm',
      reason: `${reply.call.model} answered`,
    })
    return reply.value
  }
  trace.record({
    type: 'component',
    component,
    requested: 'llm',
    used: fallback.name,
    reason: `the model was ${reply.status}: ${reply.reason}`,
  })
  return fallback.answer()
}

/** The components of a trace in the form of an execution report, each distinct use once. */
export const componentUses = (
  events: readonly Parameters<TraceSink['record']>[0][],
): NonNullable<ExecutionReport['components']> => {
  const uses = new Map<string, NonNullable<ExecutionReport['components']>[number]>()
  for (const event of events)
    if (event.type === 'component') {
      const { component, requested, used, reason } = event
      uses.set(JSON.stringify([component, requested, used, reason]), { component, requested, used, reason })
    }
  return [...uses.values()]
}

const MAX_PROMPT = 24_000

/** A value as a prompt holds it: JSON, cut in the middle where it is long, so that its beginning and its end are seen. */
export const promptJson = (value: unknown): string => {
  const text = JSON.stringify(value, null, 1)
  return text.length <= MAX_PROMPT ? text : `${text.slice(0, MAX_PROMPT / 2)}\n…\n${text.slice(-MAX_PROMPT / 2)}`
}
