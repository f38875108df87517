import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRng } from '../../adapters/system/create-rng.ts'
import type { ClusterConfig } from '../../domain/cluster.ts'
import { describeOutcome, succeeded } from '../../domain/command-outcome.ts'
import { InfrastructureError } from '../../domain/errors.ts'
import type { Shell } from '../../ports/shell.ts'
import { createSandboxPool } from '../sandbox/create-sandbox-pool.ts'
import type { Account } from './account.ts'
import { projectRoot } from './read-project.ts'

/** Namespaces that existing skills name. */
const NAMESPACES = ['opsskill-exp', 'opsskill-sandbox']
const TIMEOUT_MS = 300_000
const QUIET_MS = 60_000

/** A sandbox that holds the demo app in each namespace that existing skills name (and the configured one), with one earlier revision. */
export const openDemoSandbox = async (
  { namespace, seed }: Extract<ClusterConfig, { readonly kind: 'sandbox' }>,
  signal: AbortSignal,
): Promise<Account> => {
  const manifests = await readFile(join(projectRoot(), 'tasks/apps/demo-app.yaml'), 'utf8')
  const pool = await createSandboxPool()
  const cluster = await pool.open({ namespace, mayChange: 'edit', rng: createRng(seed) }, signal)
  for (const name of new Set([...NAMESPACES, namespace])) {
    await mustRun(cluster.harness, `kubectl create namespace ${name}`, '', signal)
    for (const release of ['1', '2']) {
      await mustRun(
        cluster.harness,
        `kubectl -n ${name} apply -f -`,
        manifests.replaceAll('__RELEASE__', release),
        signal,
      )
      await mustRun(cluster.harness, waitFor(name), '', signal)
    }
  }
  // Pods of the release before end in their own time.
  await cluster.clock.sleep(QUIET_MS, signal)
  return {
    shell: cluster.harness,
    close: async () => {
      await cluster.close()
      await pool.close()
    },
  }
}

const waitFor = (namespace: string): string =>
  ['demo-app', 'demo-api', 'toolbox']
    .map((name) => `kubectl -n ${namespace} rollout status deployment/${name} --timeout=120s`)
    .join(' && ')

const mustRun = async (shell: Shell, command: string, stdin: string, signal: AbortSignal): Promise<void> => {
  const outcome = await shell.exec(command, { timeoutMs: TIMEOUT_MS, stdin, signal })
  if (!succeeded(outcome))
    throw new InfrastructureError(`the sandbox could not be prepared: ${command}: ${describeOutcome(outcome)}`)
}
