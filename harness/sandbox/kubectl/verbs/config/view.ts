import type { Command } from '../../command.ts'
import { failure } from '../../errors.ts'
import { PRINT_FLAGS } from '../../flags/global.ts'
import { outputOf } from '../../print/printer.ts'
import { alignTable } from '../../print/table.ts'
import { toYaml } from '../../format/yaml.ts'

export const configView: Command = {
  summary: 'Display merged kubeconfig settings or a specified kubeconfig file',
  usage: '',
  flags: {
    flatten: { type: 'bool' },
    merge: { type: 'bool', initial: true },
    minify: { type: 'bool' },
    raw: { type: 'bool' },
    ...PRINT_FLAGS,
  },
  run: async (session) => {
    const { flags, config } = session
    const { clusters, contexts, users, currentContext } = config
    const context = contexts.find(({ name }) => name === currentContext)
    const minified = flags.bool('minify')
    const view = {
      apiVersion: 'v1',
      kind: 'Config',
      preferences: {},
      clusters: clusters.filter(({ name }) => !minified || name === context?.context.cluster),
      contexts: contexts.filter(({ name }) => !minified || name === currentContext),
      'current-context': currentContext,
      users: users
        .filter(({ name }) => !minified || name === context?.context.user)
        .map((entry) => (flags.bool('raw') ? entry : { ...entry, user: redacted(entry.user) })),
    }
    if (flags.text('output') === '') return session.out(toYaml(view))
    const output = await outputOf(flags, () => Promise.reject(failure('template files are not read here')))
    if (output.format !== 'object')
      throw failure(`unable to match a printer suitable for the output format "${flags.text('output')}"`)
    session.out(output.print(view))
  },
}

const SECRETS: Readonly<Record<string, string>> = {
  token: 'REDACTED',
  password: 'REDACTED',
  'client-certificate-data': 'DATA+OMITTED',
  'client-key-data': 'DATA+OMITTED',
}

const redacted = (user: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(user).map(([key, value]) => [key, SECRETS[key] ?? value]))

export const currentContext: Command = {
  summary: 'Display the current-context',
  usage: '',
  flags: {},
  run: (session) => {
    if (session.config.currentContext === '') throw failure('current-context is not set')
    session.out(`${session.config.currentContext}\n`)
    return Promise.resolve()
  },
}

export const getContexts: Command = {
  summary: 'Describe one or many contexts',
  usage: '[NAME]',
  flags: { 'no-headers': { type: 'bool' }, output: { type: 'string', short: 'o' } },
  run: (session) => {
    const { config, flags } = session
    if (flags.text('output') === 'name') {
      session.out(config.contexts.map(({ name }) => `${name}\n`).join(''))
      return Promise.resolve()
    }
    const rows = config.contexts.map(({ name, context }) =>
      [
        name === config.currentContext ? '*' : '',
        name,
        context.cluster ?? '',
        context.user ?? '',
        context.namespace ?? '',
      ].join('\t'),
    )
    session.out(alignTable(flags.bool('no-headers') ? rows : ['CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE', ...rows]))
    return Promise.resolve()
  },
}

const listing = (summary: string, list: 'clusters' | 'users'): Command => ({
  summary,
  usage: '',
  flags: {},
  run: (session) => {
    const entries: readonly { readonly name: string }[] = session.config[list]
    session.out(['NAME', ...entries.map(({ name }) => name)].map((line) => `${line}\n`).join(''))
    return Promise.resolve()
  },
})

export const getClusters = listing('Display clusters defined in the kubeconfig', 'clusters')
export const getUsers = listing('Display users defined in the kubeconfig', 'users')
