import type { Command } from '../../command.ts'
import { failure } from '../../errors.ts'
import { configFile, store } from './store.ts'

const deleting = (list: 'clusters' | 'contexts' | 'users', word: 'cluster' | 'context' | 'user'): Command => ({
  summary: `Delete the specified ${word} from the kubeconfig`,
  usage: 'NAME',
  flags: {},
  run: async (session) => {
    const [name, ...others] = session.flags.args
    if (name === undefined || others.length > 0)
      throw failure(`you must specify exactly one name\nSee 'kubectl config delete-${word} -h' for help and examples`)
    const { config } = session
    const file = configFile(session)
    const entries: readonly { readonly name: string }[] = config[list]
    const kept = entries.filter((entry) => entry.name !== name)
    if (kept.length === entries.length) throw failure(`cannot delete ${word} ${name}, not in ${file}`)
    if (word === 'context' && config.currentContext === name)
      session.err(
        'warning: this removed your active context, use "kubectl config use-context" to select a different one\n',
      )
    await store(session, { [list]: kept })
    session.out(`deleted ${word} ${name} from ${file}\n`)
  },
})

export const deleteCluster = deleting('clusters', 'cluster')
export const deleteContext = deleting('contexts', 'context')
export const deleteUser = deleting('users', 'user')
