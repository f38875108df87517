import { describeOutcome, succeeded } from '../../domain/command-outcome.ts'
import { InfrastructureError } from '../../domain/errors.ts'
import type { Shell } from '../../ports/shell.ts'

/** The apps that a sandbox can be started with: their file in tasks/apps/, and the namespace that skills and tasks expect. */
export const APPS = {
  demo: { file: 'demo-app', namespace: 'opsskill-exp' },
  shop: { file: 'shop', namespace: 'shop' },
  batch: { file: 'batch', namespace: 'batch' },
} as const
export type AppName = keyof typeof APPS

const TIMEOUT_MS = 600_000

/** Puts an app into a namespace of its own, with one earlier release, and waits until it runs. @throws {InfrastructureError} */
export const putApp = async (
  shell: Shell,
  { namespace, manifests }: { readonly namespace: string; readonly manifests: string },
  signal: AbortSignal,
): Promise<void> => {
  const run = async (command: string, stdin = ''): Promise<string> => {
    const outcome = await shell.exec(command, { timeoutMs: TIMEOUT_MS, stdin, signal })
    if (succeeded(outcome) && outcome.status === 'exited') return outcome.stdout
    throw new InfrastructureError(`the sandbox could not be prepared: ${command}: ${describeOutcome(outcome)}`)
  }
  await run(`kubectl create namespace ${namespace}`)
  for (const release of ['1', '2']) {
    await run(`kubectl -n ${namespace} apply -f -`, manifests.replaceAll('__RELEASE__', release))
    const workloads = await run(`kubectl -n ${namespace} get deployments,statefulsets,daemonsets -o name`)
    for (const workload of workloads.split('\n').filter((name) => name !== ''))
      await run(`kubectl -n ${namespace} rollout status ${workload} --timeout=300s`)
  }
}
