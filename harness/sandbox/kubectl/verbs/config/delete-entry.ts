import type { Command } from '../../command.ts'
import { failure } from '../../errors.ts'
import { configFile, contentOf, ENTRY_KEYS, type EntryList, removeEntry } from './store.ts'

const deleting = (list: EntryList): Command => ({
  summary: `Delete the specified ${ENTRY_KEYS[list]} from the kubeconfig`,
  usage: 'NAME',
  flags: {},
  run: async (session) => {
    const word = ENTRY_KEYS[list]
    const [name, ...others] = session.flags.args
    if (name === undefined || others.length > 0)
      throw failure(`you must specify exactly one name\nSee 'kubectl config delete-${word} -h' for help and examples`)
    const file = configFile(session)
    if (contentOf(session, list, name) === undefined) throw failure(`cannot delete ${word} ${name}, not in ${file}`)
    if (list === 'contexts' && session.config.currentContext === name)
      session.err(
        'warning: this removed your active context, use "kubectl config use-context" to select a different one\n',
      )
    await removeEntry(session, list, name)
    session.out(`deleted ${word} ${name} from ${file}\n`)
  },
})

export const deleteCluster = deleting('clusters')
export const deleteContext = deleting('contexts')
export const deleteUser = deleting('users')
