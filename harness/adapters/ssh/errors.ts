import { InfrastructureError } from '../../domain/errors.ts'

/** The request to run a command was never written: sending it again cannot run it twice. */
export class NotStartedError extends InfrastructureError {
  /** The server allows no further session on this connection now. */
  readonly isRefusal: boolean

  constructor(message: string, { cause, isRefusal = false }: { cause?: unknown; isRefusal?: boolean } = {}) {
    super(message, { cause })
    this.isRefusal = isRefusal
  }
}

/** A host whose key is not the known one: trying again would not make it so. */
export class HostKeyError extends InfrastructureError {}
