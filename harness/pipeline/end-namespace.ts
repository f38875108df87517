import type { Shell } from '../ports/shell.ts'
import { mustRun } from './must-run.ts'

/** Real time that a namespace has to end, s: pods of a broken app take their grace. */
const ENDS_WITHIN_SECONDS = 300

/** Deletes a namespace and waits until it is gone. @throws {InfrastructureError} when it does not go */
export const endNamespace = async (harness: Shell, namespace: string): Promise<void> => {
  await mustRun(harness, `kubectl delete namespace ${namespace} --ignore-not-found --timeout=${ENDS_WITHIN_SECONDS}s`, {
    timeoutMs: (ENDS_WITHIN_SECONDS + 30) * 1000,
  })
}
