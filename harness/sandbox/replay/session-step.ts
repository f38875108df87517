import { z } from 'zod'

/** One line of a recorded session: a command whose outputs were recorded (or kept apart), one that only belongs to it, or a pause. */
export const SessionStep = z.discriminatedUnion('step', [
  z.object({
    step: z.literal('case'),
    id: z.string().min(1),
    cmd: z.string(),
    /** When it was typed: seconds since its block began. */
    t: z.number().nonnegative().optional(),
    /** What it printed; absent where that is kept apart. */
    exit: z.int().optional(),
    stdout: z.string().optional(),
    stderr: z.string().optional(),
  }),
  z.object({ step: z.literal('silent'), cmd: z.string() }),
  z.object({ step: z.literal('wait'), seconds: z.number().nonnegative() }),
])
export type SessionStep = z.output<typeof SessionStep>

/**
 * The steps of a session, one JSON document a line.
 * @throws {SessionError} on the first line that is no step
 */
export const readSession = (text: string): readonly SessionStep[] =>
  text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [readStep(line, index + 1)]))

/** A line of a session says nothing that can be done. */
export class SessionError extends Error {
  override readonly name = 'SessionError'
}

const readStep = (line: string, number: number): SessionStep => {
  const parsed = SessionStep.safeParse(parseJson(line, number))
  if (parsed.success) return parsed.data
  throw new SessionError(
    `line ${number} is no step of a session: ${z.prettifyError(parsed.error).split('\n').join(' ')}`,
  )
}

const parseJson = (line: string, number: number): unknown => {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw new SessionError(`line ${number} is not JSON`, { cause })
  }
}
