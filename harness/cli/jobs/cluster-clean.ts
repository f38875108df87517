import { systemClock } from '../../adapters/system/system-clock.ts'
import { measureOffset, offsetClock } from '../../cluster/host-clock.ts'
import {
  findLeftOverFaults,
  findLeftOvers,
  type LeftOver,
  removeLeftOver,
  undoLeftOverFaults,
} from '../../cluster/left-overs.ts'
import { processHolders } from '../compose/holders.ts'
import { openRealCluster } from '../compose/open-real-cluster.ts'
import { readRealCluster } from '../compose/read-cluster.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'

/** Says what harnesses that are gone left on a cluster, and with consent removes it. */
export const clusterClean = async (
  { printer }: CommandContext,
  file: string,
  { yes = false }: { readonly yes?: boolean },
): Promise<ExitCode> => {
  const config = await readRealCluster({ warn: printer.log }, file)
  const cluster = await openRealCluster({ warn: printer.log }, config)
  try {
    const { harness, method } = cluster
    const clock = offsetClock(systemClock, await measureOffset({ harness, clock: systemClock }))
    const dependencies = { harness, clock, holders: processHolders() }
    const [faults, lefts] = [await findLeftOverFaults(dependencies), await findLeftOvers(dependencies)]
    for (const { home, place } of faults)
      printer.log(
        `left behind: a fault in namespace ${home}${place === null ? '' : `, which breaks namespace ${place}`}`,
      )
    for (const left of lefts) printer.log(describe(left))
    const done = yes ? [...(await undoLeftOverFaults(dependencies))] : []
    if (yes) for (const left of lefts) done.push(...(await removeLeftOver({ harness, method }, left)))
    printer.result({
      json: () => ({ cluster: file, faults, found: lefts, done }),
      text: () => {
        if (yes) return done.length === 0 ? 'nothing was left behind' : done.join('\n')
        return faults.length + lefts.length === 0
          ? 'nothing was left behind'
          : `left behind: faults: ${faults.length}, harnesses that are gone: ${lefts.length}; add --yes to undo and to remove what they left`
      },
    })
    return exitCode.done
  } finally {
    await cluster.close()
  }
}

const describe = ({ owner, namespaces, accounts, hasLease }: LeftOver): string => {
  const things = [...namespaces.map((name) => `namespace ${name}`), ...accounts.map((name) => `account ${name}`)]
  return `left by ${owner}${hasLease ? ', whose lease is dead' : ''}: ${things.join(', ') || 'nothing but its lease'}`
}
