import { ApiError } from '../../api/types/api-error.ts'
import type { ApiClient } from '../../api/types/api-client.ts'
import { resources } from '../../api/resources.ts'

/**
 * Writes an Event. One of a namespace that is being terminated is refused by the server, and dropped, as client-go's recorder does.
 * @returns whether it was written
 */
export const writeEvent = (client: Pick<ApiClient, 'create'>, namespace: string, event: object): boolean => {
  try {
    client.create({ resource: resources.events, namespace }, event as never)
    return true
  } catch (error) {
    if (error instanceof ApiError && isOfTerminatingNamespace(error)) return false
    throw error
  }
}

/** Whether the server refused to make something because its namespace is going away. */
export const isOfTerminatingNamespace = (error: ApiError): boolean =>
  error.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating') === true
