import type { ModelCall } from '../../domain/trace.ts'
import type { Model, ModelQuestion, ModelReply } from '../../ports/model.ts'
import { describeApiFailure } from './describe-api-failure.ts'
import { strictSchema } from './strict-schema.ts'

export interface OpenAiOptions {
  /** `gpt-5.4` where nothing else is said. */
  readonly model?: string | undefined
  /** Of any server that speaks the same protocol. */
  readonly baseUrl?: string | undefined
  /** Name of the environment variable that holds the key; `OPENAI_API_KEY` where nothing else is said. */
  readonly apiKeyEnv?: string | undefined
  readonly timeoutMs?: number | undefined
  /** After the first attempt, for refused connections, 408, 409, 429 and 5xx. */
  readonly maxRetries?: number | undefined
}

const DEFAULT_MODEL = 'gpt-5.4'
const DEFAULT_KEY_VARIABLE = 'OPENAI_API_KEY'
const DEFAULT_TIMEOUT_MS = 120_000
const MAX_PROMPT = 100_000
const MAX_ANSWER = 200_000
const MAX_ANSWER_TOKENS = 8_192

/**
 * The model port over the OpenAI protocol. The package is imported at the first question; the key is read from the environment then, and is
 * found in no reply. What the model writes is parsed by the question, and is not trusted beyond that.
 */
export const createOpenAiModel = (
  deps: { readonly environment: Readonly<Record<string, string | undefined>> },
  options: OpenAiOptions = {},
): Model => ({
  ask: async (question, signal) => {
    const model = options.model ?? DEFAULT_MODEL
    const variable = options.apiKeyEnv ?? DEFAULT_KEY_VARIABLE
    const apiKey = deps.environment[variable]
    const call = callOf(question.purpose, model)
    if (apiKey === undefined || apiKey === '')
      return without(call, 'unavailable', `the environment variable ${variable} is not set`)
    const { default: OpenAI } = await import('openai')
    const client = new OpenAI({
      apiKey,
      baseURL: options.baseUrl ?? null,
      timeout: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      maxRetries: options.maxRetries ?? 2,
      logLevel: 'off',
    })
    try {
      const completion = await client.chat.completions.create(
        {
          model,
          max_completion_tokens: MAX_ANSWER_TOKENS,
          messages: [
            { role: 'system', content: question.system },
            { role: 'user', content: question.user.slice(0, MAX_PROMPT) },
          ],
          response_format: {
            type: 'json_schema',
            json_schema: { name: question.purpose, strict: true, schema: strictSchema(question.jsonSchema) },
          },
        },
        signal === undefined ? {} : { signal },
      )
      const [choice] = completion.choices
      const counted = callOf(question.purpose, model, completion.usage)
      return readAnswer(
        question,
        counted,
        choice?.message.content ?? null,
        choice?.finish_reason,
        choice?.message.refusal,
      )
    } catch (error) {
      signal?.throwIfAborted()
      const failure = describeApiFailure(error, apiKey)
      if (failure === null) throw error
      return without(call, 'unavailable', failure)
    }
  },
})

interface Usage {
  readonly prompt_tokens: number
  readonly completion_tokens: number
}

const callOf = (purpose: string, model: string, usage?: Usage): ModelCall => ({
  purpose,
  model,
  status: 'answered',
  inputTokens: usage?.prompt_tokens ?? null,
  outputTokens: usage?.completion_tokens ?? null,
  detail: '',
})

const without = <T>(call: ModelCall, status: 'unavailable' | 'invalid', reason: string): ModelReply<T> => ({
  status,
  reason,
  call: { ...call, status, detail: reason },
})

function readAnswer<T>(
  question: ModelQuestion<T>,
  call: ModelCall,
  content: string | null,
  finish: string | null | undefined,
  refusal: string | null | undefined,
): ModelReply<T> {
  if (refusal) return without(call, 'invalid', `it refused: ${refusal.slice(0, 200)}`)
  if (content === null || content === '') return without(call, 'invalid', 'its answer is empty')
  if (finish === 'length') return without(call, 'invalid', `its answer was cut at ${MAX_ANSWER_TOKENS} tokens`)
  if (content.length > MAX_ANSWER) return without(call, 'invalid', `its answer is longer than ${MAX_ANSWER} characters`)
  try {
    return { status: 'answered', value: question.parse(JSON.parse(content)), call }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return without(call, 'invalid', `its answer does not hold: ${error.message.slice(0, 500)}`)
  }
}
