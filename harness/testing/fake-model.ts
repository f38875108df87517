import type { ModelCall } from '../domain/trace.ts'
import type { Model, ModelQuestion } from '../ports/model.ts'
import type { ModelDeps } from '../runner/ask-model.ts'

/** What a model says: JSON of whatever shape, a refusal, or nothing before the time is up. */
export type FakeAnswer =
  | { readonly type: 'json'; readonly value: unknown }
  | { readonly type: 'refusal'; readonly text: string }
  | { readonly type: 'timeout' }

export interface FakeModelDeps extends ModelDeps {
  /** Everything that was recorded, in order. */
  readonly events: readonly Parameters<ModelDeps['trace']['record']>[0][]
  /** Every question that was asked, in order. */
  readonly questions: readonly Pick<ModelQuestion<unknown>, 'purpose' | 'system' | 'user' | 'jsonSchema'>[]
}

/** A model that gives one answer to every question, through the same port as a real one, with a trace that is kept. */
export const aModelThat = (answer: FakeAnswer): FakeModelDeps => {
  const events: Parameters<ModelDeps['trace']['record']>[0][] = []
  const questions: FakeModelDeps['questions'][number][] = []
  const model: Model = {
    ask: async (question) => {
      questions.push(question)
      const call = (status: ModelCall['status'], detail = ''): ModelCall => ({
        purpose: question.purpose,
        model: 'fake-1',
        status,
        inputTokens: 10,
        outputTokens: 5,
        detail,
      })
      switch (answer.type) {
        case 'timeout':
          return { status: 'unavailable', reason: 'no answer in time', call: call('unavailable', 'no answer in time') }
        case 'refusal':
          return { status: 'invalid', reason: `it refused: ${answer.text}`, call: call('invalid', answer.text) }
        case 'json':
          try {
            return { status: 'answered', value: question.parse(answer.value), call: call('answered') }
          } catch (error) {
            const reason = error instanceof Error ? error.message : String(error)
            return { status: 'invalid', reason, call: call('invalid', reason) }
          }
      }
    },
  }
  return { model, trace: { record: (event) => void events.push(event) }, events, questions }
}

/** Answers of which a component can use none, each with what its trace must say; `shapes` are its own. */
export const uselessAnswers = (
  ...shapes: readonly (readonly [title: string, value: unknown, reason: RegExp])[]
): readonly (readonly [title: string, answer: FakeAnswer, reason: RegExp])[] => [
  ['refuses', { type: 'refusal', text: 'I cannot help' }, /invalid: it refused: I cannot help/],
  ['does not answer in time', { type: 'timeout' }, /unavailable: no answer in time/],
  ['answers with words', { type: 'json', value: 'restart it' }, /invalid: /],
  ['answers with nothing', { type: 'json', value: null }, /invalid: /],
  ...shapes.map(([title, value, reason]) => [title, { type: 'json', value }, reason] as const),
]
