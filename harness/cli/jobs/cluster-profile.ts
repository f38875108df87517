import { systemClock } from '../../adapters/system/system-clock.ts'
import { readProfile } from '../../cluster/read-profile.ts'
import { openRealCluster } from '../compose/open-real-cluster.ts'
import { readRealCluster } from '../compose/read-cluster.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'
import { writeJsonFile } from './write-file.ts'

/** Reads what a cluster lets an operator do, and how it is made. */
export const clusterProfile = async (
  { printer }: CommandContext,
  file: string,
  { out }: { readonly out?: string },
): Promise<ExitCode> => {
  const config = await readRealCluster({ warn: printer.log }, file)
  const cluster = await openRealCluster({ warn: printer.log }, config)
  try {
    const profile = await readProfile({ harness: cluster.harness, clock: systemClock }, config.namespace)
    if (out !== undefined) await writeJsonFile(out, profile)
    printer.result({ json: () => profile, text: () => JSON.stringify(profile, null, 2) })
    return exitCode.done
  } finally {
    await cluster.close()
  }
}
