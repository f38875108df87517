import type { MutationStep } from '../domain/injection.ts'
import type { Shell } from '../ports/shell.ts'
import { kubectlLine } from './kubectl-line.ts'
import { mustRun } from './must-run.ts'

/** For mutations that wait for the cluster (drain, delete, rollout status). */
const MUTATION_LIMIT_MS = 5 * 60_000

/**
 * Makes one change of a fault, as the harness.
 * @throws {InfrastructureError} when kubectl does not end with exit code 0
 */
export const runMutation = async (
  { environment }: { readonly environment: Shell },
  step: MutationStep,
  namespace: string,
  signal?: AbortSignal,
): Promise<void> => {
  const options = { timeoutMs: MUTATION_LIMIT_MS, ...(signal === undefined ? {} : { signal }) }
  if ('kubectl' in step) await mustRun(environment, kubectlLine(namespace, step.kubectl), options)
  else
    await mustRun(environment, kubectlLine(namespace, ['apply', '-f', '-']), {
      ...options,
      stdin: JSON.stringify(step.apply),
    })
}
