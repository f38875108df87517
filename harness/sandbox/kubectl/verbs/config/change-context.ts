import type { Command } from '../../command.ts'
import { failure } from '../../errors.ts'
import { configFile, contentOf, store, storeContent } from './store.ts'

export const useContext: Command = {
  summary: 'Set the current-context in a kubeconfig file',
  usage: 'CONTEXT_NAME',
  flags: {},
  run: async (session) => {
    const [name, ...others] = session.flags.args
    if (name === undefined || others.length > 0) throw failure('Unexpected args: need exactly one CONTEXT_NAME')
    if (!session.config.contexts.some((context) => context.name === name)) {
      throw failure(`no context exists with the name: "${name}"`)
    }
    await store(session, { 'current-context': name })
    session.out(`Switched to context "${name}".\n`)
  },
}

export const setContext: Command = {
  summary: 'Set a context entry in kubeconfig',
  usage: '[NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]',
  flags: { current: { type: 'bool' } },
  run: async (session) => {
    const { flags, config } = session
    const [given] = flags.args
    if (given !== undefined && flags.bool('current'))
      throw failure('you cannot specify both a context name and --current')
    const name = flags.bool('current') ? config.currentContext : given
    if (name === undefined) throw failure('you must specify a non-empty context name or --current')
    if (name === '') throw failure('no current context is set')
    const known = contentOf(session, 'contexts', name)
    await storeContent(session, 'contexts', name, {
      ...known,
      ...(flags.given('cluster') ? { cluster: flags.text('cluster') } : {}),
      ...(flags.given('namespace') ? { namespace: flags.text('namespace') } : {}),
      ...(flags.given('user') ? { user: flags.text('user') } : {}),
    })
    session.out(`Context "${name}" ${known === undefined ? 'created' : 'modified'}.\n`)
  },
}

export const renameContext: Command = {
  summary: 'Rename a context from the kubeconfig file',
  usage: 'CONTEXT_NAME NEW_NAME',
  flags: {},
  run: async (session) => {
    const { contexts, currentContext } = session.config
    const [from, to, ...others] = session.flags.args
    if (from === undefined || to === undefined || others.length > 0)
      throw failure('Unexpected args: need exactly CONTEXT_NAME and NEW_NAME')
    if (!contexts.some(({ name }) => name === from))
      throw failure(`cannot rename the context "${from}", it's not in ${configFile(session)}`)
    if (contexts.some(({ name }) => name === to))
      throw failure(`cannot rename the context "${from}", the context "${to}" already exists in ${configFile(session)}`)
    await store(session, {
      contexts: contexts.map((entry) => (entry.name === from ? { ...entry, name: to } : entry)),
      ...(currentContext === from ? { 'current-context': to } : {}),
    })
    session.out(`Context "${from}" renamed to "${to}".\n`)
  },
}
