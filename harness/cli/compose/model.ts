import type { Model } from '../../ports/model.ts'

/** Which language model, and where; no secret: the key stays in the environment until it is used. */
export interface ModelSettings {
  readonly model: string
  /** Undefined: where the vendor's own package looks. */
  readonly baseUrl?: string | undefined
  readonly apiKeyEnv: string
}

/** What methods of a sweep ask, unless told otherwise. */
export const defaultModel = (): ModelSettings => ({ model: 'gpt-5.4', apiKeyEnv: 'OPENAI_API_KEY' })

/** The model; its package is loaded when it is first asked. */
export const lazyModel = (settings: ModelSettings): Model => ({
  ask: async (question, signal) => {
    const { createOpenAiModel } = await import('../../adapters/openai/openai-model.ts')
    return createOpenAiModel({ environment: process.env }, settings).ask(question, signal)
  },
})
