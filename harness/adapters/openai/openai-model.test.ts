import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ModelQuestion } from '../../ports/model.ts'
import { createOpenAiModel, type OpenAiOptions } from './openai-model.ts'

const KEY = 'sk-secret-1234567890'
const Answer = z.strictObject({ answer: z.string().max(5), note: z.string().nullable() })
const QUESTION: ModelQuestion<z.output<typeof Answer>> = {
  purpose: 'plan',
  system: 'be brief',
  user: 'well?',
  jsonSchema: z.toJSONSchema(Answer),
  parse: (json) => Answer.parse(json),
}

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

interface Seen {
  readonly headers: IncomingMessage['headers']
  readonly body: Record<string, unknown>
}

/** A service on loopback that speaks the protocol: answers each request with the next handler, the last one for all that follow. */
const aService = async (...handlers: ((response: ServerResponse) => void)[]) => {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      seen.push({
        headers: request.headers,
        body: JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>,
      })
      handlers[Math.min(seen.length, handlers.length) - 1]?.(response)
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, seen }
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }
const completion = (content: string | null, rest: object = {}) =>
  json(200, {
    id: 'x',
    object: 'chat.completion',
    created: 0,
    model: 'm',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content, refusal: null }, ...rest }],
    usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 },
  })
const failure = (status: number, message: string, headers = {}) => json(status, { error: { message } }, headers)

const ask = (options: OpenAiOptions, environment: Record<string, string> = { OPENAI_API_KEY: KEY }) =>
  createOpenAiModel({ environment }, { maxRetries: 0, ...options }).ask(QUESTION)

describe('the model port over the OpenAI protocol', () => {
  it('returns the typed answer with its tokens, and asks for the schema strictly', async () => {
    const { baseUrl, seen } = await aService(completion('{"answer":"yes","note":null}'))
    expect(await ask({ baseUrl })).toEqual({
      status: 'answered',
      value: { answer: 'yes', note: null },
      call: { purpose: 'plan', model: 'gpt-5.4', status: 'answered', inputTokens: 7, outputTokens: 3, detail: '' },
    })
    expect(seen[0]?.headers.authorization).toBe(`Bearer ${KEY}`)
    expect(seen[0]?.body).toMatchObject({
      model: 'gpt-5.4',
      response_format: {
        type: 'json_schema',
        json_schema: {
          strict: true,
          schema: {
            type: 'object',
            properties: { answer: { type: 'string' }, note: { type: ['string', 'null'] } },
            required: ['answer', 'note'],
            additionalProperties: false,
          },
        },
      },
    })
  })

  it('names the variable that holds no key, without asking anyone', async () => {
    const { baseUrl, seen } = await aService(completion('{}'))
    expect(await ask({ baseUrl, apiKeyEnv: 'MY_KEY', model: 'other' })).toMatchObject({
      status: 'unavailable',
      reason: 'the environment variable MY_KEY is not set',
      call: { model: 'other', status: 'unavailable', inputTokens: null },
    })
    expect(seen).toEqual([])
  })

  it.each([
    ['that is not JSON', completion('yes'), /does not hold/],
    ['of another type', completion('{"answer":1,"note":null}'), /does not hold.*answer/s],
    ['past the bounds of the question', completion('{"answer":"much too long","note":null}'), /does not hold/],
    ['that is empty', completion(null), /is empty/],
    ['that was cut', completion('{"answer":"y', { finish_reason: 'length' }), /was cut/],
    [
      'that refuses',
      completion(null, { message: { role: 'assistant', content: null, refusal: 'no' } }),
      /it refused: no/,
    ],
  ])('takes an answer %s for invalid', async (_, handler, reason) => {
    const { baseUrl } = await aService(handler)
    const reply = await ask({ baseUrl })
    expect(reply).toMatchObject({ status: 'invalid', reason: expect.stringMatching(reason) as string })
    expect(reply.call).toMatchObject({ status: 'invalid', outputTokens: 3 })
  })

  it('says that a key was not accepted, and does not repeat the key', async () => {
    const { baseUrl } = await aService(failure(401, `Incorrect API key provided: ${KEY}`))
    const reply = await ask({ baseUrl })
    expect(reply).toMatchObject({
      status: 'unavailable',
      reason: expect.stringContaining('did not accept the key') as string,
    })
    expect(JSON.stringify(reply)).not.toContain('secret')
  })

  it('tries again when the service is over its limit, a bounded number of times', async () => {
    const soon = { 'retry-after-ms': '1' }
    const patient = await aService(failure(429, 'slow down', soon), completion('{"answer":"yes","note":null}'))
    expect(await ask({ baseUrl: patient.baseUrl, maxRetries: 2 })).toMatchObject({ status: 'answered' })
    const busy = await aService(failure(429, 'slow down', soon))
    expect(await ask({ baseUrl: busy.baseUrl, maxRetries: 2 })).toMatchObject({
      status: 'unavailable',
      reason: expect.stringContaining('over its limit') as string,
    })
    expect(busy.seen).toHaveLength(3)
  })

  it('gives up on a service that does not answer', async () => {
    const { baseUrl } = await aService(() => undefined)
    expect(await ask({ baseUrl, timeoutMs: 50 })).toMatchObject({
      status: 'unavailable',
      reason: 'the service did not answer in time',
    })
  })

  it('says that nothing listens there', async () => {
    const { baseUrl } = await aService(completion('{}'))
    const [server] = servers.splice(0)
    await new Promise((resolve) => server?.close(resolve))
    expect(await ask({ baseUrl })).toMatchObject({
      status: 'unavailable',
      reason: expect.stringContaining('cannot be reached (ECONNREFUSED)') as string,
    })
  })

  it('passes an abort through', async () => {
    const { baseUrl } = await aService(() => undefined)
    const model = createOpenAiModel({ environment: { OPENAI_API_KEY: KEY } }, { baseUrl, maxRetries: 0 })
    await expect(model.ask(QUESTION, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop')
  })
})
