import { resources } from '../../api/resources.ts'
import type { Command } from '../command.ts'
import { dryRunOf, dryRunSuffix } from '../edit/dry-run.ts'
import { failure } from '../errors.ts'
import { CHANGE_FLAGS } from '../flags/global.ts'
import type { Session } from '../session.ts'

const marking = (unschedulable: boolean): Command => ({
  summary: unschedulable ? 'Mark node as unschedulable' : 'Mark node as schedulable',
  usage: 'NODE',
  flags: { ...CHANGE_FLAGS, selector: { type: 'string', short: 'l' } },
  run: async (session) => {
    const word = unschedulable ? 'cordon' : 'uncordon'
    for (const name of await nodeNames(session, word)) await markNode(session, name, unschedulable)
  },
})

export const cordon = marking(true)
export const uncordon = marking(false)

/** The nodes that the arguments or `-l` name. @throws {KubectlError} */
export const nodeNames = async (session: Session, word: string): Promise<readonly string[]> => {
  const { flags } = session
  const labelSelector = flags.text('selector')
  if (flags.args.length === 0 && labelSelector === '') {
    throw failure(`USAGE: ${word} NODE [flags]\nSee 'kubectl ${word} -h' for help and examples`)
  }
  if (labelSelector === '') {
    for (const name of flags.args) await session.request((client) => client.get({ resource: resources.nodes, name }))
    return flags.args
  }
  const list = await session.request((client) => client.list({ resource: resources.nodes }, { labelSelector }))
  return list.items.map(({ metadata }) => metadata.name)
}

/** Makes a node (un)schedulable and says so. */
export const markNode = async (session: Session, name: string, unschedulable: boolean): Promise<void> => {
  const ref = { resource: resources.nodes, name }
  const node = await session.request((client) => client.get(ref))
  const mode = dryRunOf(session.flags)
  const word = unschedulable ? 'cordoned' : 'uncordoned'
  if ((node.spec?.unschedulable === true) === unschedulable) {
    session.out(`node/${name} already ${word}${dryRunSuffix(mode)}\n`)
    return
  }
  if (mode !== 'client') {
    const body = { spec: { unschedulable: unschedulable ? true : null } }
    await session.request(
      (client) => client.patch(ref, { type: 'strategic', body }),
      mode === 'server' ? { dryRun: true } : {},
    )
  }
  session.out(`node/${name} ${word}${dryRunSuffix(mode)}\n`)
}
