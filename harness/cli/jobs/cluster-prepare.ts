import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { carryOutPreparation, planPreparation } from '../../cluster/prepare.ts'
import { openRealCluster } from '../compose/open-real-cluster.ts'
import { readRealCluster } from '../compose/read-cluster.ts'
import { projectRoot } from '../compose/read-project.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'

/** Says what a cluster lacks, and with consent makes it. */
export const clusterPrepare = async (
  { printer }: CommandContext,
  file: string,
  { yes = false }: { readonly yes?: boolean },
): Promise<ExitCode> => {
  const config = await readRealCluster({ warn: printer.log }, file)
  const app = await readFile(join(projectRoot(), 'tasks/apps/demo-app.yaml'), 'utf8')
  const cluster = await openRealCluster({ warn: printer.log }, config)
  try {
    const request = { namespace: config.namespace, app }
    const plan = await planPreparation(cluster.harness, request)
    const missing = plan.filter(({ isThere }) => !isThere)
    for (const { what, isThere } of plan) printer.log(`${isThere ? 'is there  ' : 'to be made'} ${what}`)
    const done = yes && missing.length > 0 ? await carryOutPreparation(cluster.harness, request) : []
    printer.result({
      json: () => ({ cluster: file, plan, done }),
      text: () => {
        if (missing.length === 0) return 'everything is there'
        return yes ? done.join('\n') : `${missing.length} things are missing; add --yes to make them`
      },
    })
    return exitCode.done
  } finally {
    await cluster.close()
  }
}
