import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRng } from '../adapters/system/create-rng.ts'
import { projectRoot } from '../cli/compose/read-project.ts'
import { openWorld, type World } from '../sandbox/world/open-world.ts'
import { createSharedReading } from '../sandbox/world/shared-reading.ts'
import type { PrepareBench } from './bench.ts'

/**
 * A new cluster, and an app on it until its rollouts are complete; without SSH. Another seed each time. At most 30 ms with `shop`.
 */
export const newCluster =
  (app: 'demo-app' | 'shop'): PrepareBench =>
  () => {
    const open = appOpener(app)
    let seed = 0
    const run = async (): Promise<void> => {
      seed += 1
      await open(seed)
    }
    return Promise.resolve({ run, close: () => Promise.resolve() })
  }

/** Opens worlds that share what they have read, each with the app in steady state. */
export const appOpener = (app: string): ((seed: number) => Promise<World>) => {
  const manifests = readFileSync(join(projectRoot(), `tasks/apps/${app}.yaml`), 'utf8')
  const reading = createSharedReading(createRng('bench'))
  return async (seed) => {
    const world = openWorld({ rng: createRng(seed), namespace: 'demo', reading })
    for (const [command, stdin] of stepsOf(manifests)) {
      const outcome = await world.shells.harness.exec({ command, stdin, timeoutMs: 600_000 })
      if (outcome.status !== 'exited' || outcome.exitCode !== 0) throw new Error(`${command}: ${outcome.stderr}`)
    }
    return world
  }
}

const stepsOf = (manifests: string) =>
  [
    ['kubectl create namespace demo', ''],
    ['kubectl -n demo apply -f -', manifests.replaceAll('__RELEASE__', '1')],
    ['for name in $(kubectl -n demo get deployments -o name); do kubectl -n demo rollout status $name; done', ''],
  ] as const
