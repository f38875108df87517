import { systemClock } from '../../adapters/system/system-clock.ts'
import { measureOffset, offsetClock } from '../../cluster/host-clock.ts'
import { findLeftOvers, type LeftOver, removeLeftOver, undoLeftOverFaults } from '../../cluster/left-overs.ts'
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
    const lefts = await findLeftOvers({ harness, clock })
    for (const left of lefts) printer.log(describe(left))
    const done = yes ? [...(await undoLeftOverFaults({ harness, clock }))] : []
    if (yes) for (const left of lefts) done.push(...(await removeLeftOver({ harness, method, clock }, left)))
    printer.result({
      json: () => ({ cluster: file, found: lefts, done }),
      text: () => {
        if (yes) return done.length === 0 ? 'nothing was left behind' : done.join('\n')
        return lefts.length === 0
          ? 'nothing was left behind'
          : `${lefts.length} harnesses left something behind; add --yes to undo their faults and to remove it`
      },
    })
    return exitCode.done
  } finally {
    await cluster.close()
  }
}

const describe = ({ owner, namespaces, accounts, hasLease }: LeftOver): string =>
  `left by ${owner}${hasLease ? ', whose lease is dead' : ''}: ${[
    ...namespaces.map((name) => `namespace ${name}`),
    ...accounts.map((name) => `account ${name}`),
  ].join(', ')}`
