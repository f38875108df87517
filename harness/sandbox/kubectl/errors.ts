import { ApiError } from '../api/types/api-error.ts'

/** A command that ends with a message of its own; the text is printed to stderr as it stands. */
export class KubectlError extends Error {
  override readonly name = 'KubectlError'
  readonly exitCode: number

  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Several failures of one command; each is printed on a line of its own. */
export class KubectlErrors extends Error {
  override readonly name = 'KubectlErrors'
  readonly errors: readonly unknown[]

  constructor(errors: readonly unknown[]) {
    super(errors.map((error) => (error instanceof Error ? error.message : String(error))).join('\n'))
    this.errors = errors
  }
}

/** A failure that kubectl announces with `error: `. */
export const failure = (message: string): KubectlError => new KubectlError(`error: ${message}`)

/** A refusal of the server with words of kubectl's in front; it keeps its kind, so that it is printed like the original. */
export const withContext = (error: ApiError, context: string): ApiError => {
  if (error.reason === 'Invalid' && error.details !== undefined) return error
  return new ApiError(error.code, error.reason, `${context}: ${error.message}`, error.details)
}

/** Throws what has gone wrong: nothing, the only failure, or all of them. */
export const throwAll = (errors: readonly unknown[]): void => {
  if (errors.length === 1) throw errors[0]
  if (errors.length > 1) throw new KubectlErrors(errors)
}

/** The words in which kubectl reports a failure, without the newline. @returns `undefined` for what is not a failure of the command */
export const errorText = (error: unknown): string | undefined => {
  if (error instanceof KubectlErrors) {
    const texts = error.errors.map(errorText)
    return texts.some((text) => text === undefined) ? undefined : texts.join('\n')
  }
  if (error instanceof KubectlError) return error.message
  if (error instanceof ApiError) return error.reason === 'Invalid' ? invalidText(error) : statusText(error)
  return undefined
}

const statusText = (error: ApiError): string =>
  error.reason === undefined
    ? `Error from server: ${error.message}`
    : `Error from server (${error.reason}): ${error.message}`

const invalidText = (error: ApiError): string => {
  const { details } = error
  if (details === undefined) return `The request is invalid: ${error.message}`
  const causes = [...new Set((details.causes ?? []).map((cause) => `${cause.field ?? ''}: ${cause.message}`))]
  const named = Boolean(details.kind) || Boolean(details.name)
  const head = named ? `The ${details.kind ?? ''} "${details.name ?? ''}" is invalid` : 'The request is invalid'
  if (causes.length === 0) return named ? head : `${head}: ${error.message}`
  return causes.length === 1 ? `${head}: ${causes[0]}` : `${head}: \n${causes.map((cause) => `* ${cause}`).join('\n')}`
}

/** What a command says that was given no object. */
export const NOTHING_GIVEN = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`
