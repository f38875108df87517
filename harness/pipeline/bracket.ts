import { InfrastructureError } from '../domain/errors.ts'

/**
 * Runs a body and then its release, however the body ended. When both fail the body's error goes on, with the other one told in it.
 * @throws what the body threw, or else what the release threw
 */
export const bracket = async <T>(body: () => Promise<T>, release: () => Promise<void>): Promise<T> => {
  let result: T
  try {
    result = await body()
  } catch (error) {
    const failure = await failureOf(release)
    if (failure === undefined) throw error
    throw new InfrastructureError(`${textOf(error)}; cleaning up failed too: ${textOf(failure.error)}`, {
      cause: error,
    })
  }
  await release()
  return result
}

const failureOf = async (release: () => Promise<void>): Promise<{ readonly error: unknown } | undefined> => {
  try {
    await release()
    return undefined
  } catch (error) {
    return { error }
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
