import type { PolicyRule } from '../../api/types/api-client.ts'
import type { Command } from '../command.ts'
import { failure } from '../errors.ts'
import { PRINT_FLAGS } from '../flags/global.ts'
import { ruleRows } from '../print/rule-rows.ts'
import { outputOf } from '../print/printer.ts'
import { alignTable } from '../print/table.ts'
import type { Session } from '../session.ts'

export const canI: Command = {
  summary: 'Check whether an action is allowed',
  usage: 'VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  flags: {
    'all-namespaces': { type: 'bool', short: 'A' },
    list: { type: 'bool' },
    'no-headers': { type: 'bool' },
    quiet: { type: 'bool', short: 'q' },
    subresource: { type: 'string' },
  },
  run: async (session) => {
    const { flags } = session
    if (flags.bool('list')) return listRules(session)
    const [verb, what, ...more] = flags.args
    if (verb === undefined || what === undefined || more.length > 1) {
      throw failure(
        "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
      )
    }
    const isAllowed = await ask(session, verb, what)
    if (!flags.bool('quiet')) session.out(isAllowed ? 'yes\n' : 'no\n')
    return isAllowed ? 0 : 1
  },
}

const ask = async (session: Session, verb: string, what: string): Promise<boolean> => {
  const { flags } = session
  if (what.startsWith('/')) {
    return session.request((client) => client.canI({ verb, group: '', resource: '', path: what }))
  }
  const [type = '', name] = what.split('/')
  const [typed = '', inline] = type.split(':')
  const definition = session.connect().registry.resolve(typed)
  if (definition === undefined && typed !== '*') {
    session.err(`Warning: the server doesn't have a resource type '${typed}'\n\n`)
  }
  if (definition?.namespaced === false) {
    const where = definition.group === '' ? '' : ` in group '${definition.group}'`
    session.err(`Warning: resource '${definition.plural}' is not namespace scoped${where}\n\n`)
  }
  const subresource = flags.text('subresource') || inline
  return session.request((client) =>
    client.canI({
      verb,
      group: definition?.group ?? '',
      resource: definition?.plural ?? typed,
      ...(subresource ? { subresource } : {}),
      ...(flags.bool('all-namespaces') || definition?.namespaced === false ? {} : { namespace: session.namespace }),
      ...(name === undefined ? {} : { name }),
    }),
  )
}

const listRules = async (session: Session): Promise<number> => {
  const rules: readonly PolicyRule[] = await session.request((client) => client.rules(session.namespace))
  const rows = ruleRows(rules).map((row) => row.join('\t'))
  const header = 'Resources\tNon-Resource URLs\tResource Names\tVerbs'
  session.out(alignTable(session.flags.bool('no-headers') ? rows : [header, ...rows]))
  return 0
}

export const whoAmI: Command = {
  summary: 'Experimental: Check self subject attributes',
  usage: '',
  flags: PRINT_FLAGS,
  run: async (session) => {
    const { identity } = session.connect()
    await session.request(() => undefined)
    if (session.flags.text('output') !== '') {
      const output = await outputOf(session.flags, () => Promise.reject(failure('template files are not read here')))
      const userInfo = { username: identity.name, groups: identity.groups }
      const review = {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'SelfSubjectReview',
        metadata: { creationTimestamp: null },
        status: { userInfo },
      }
      if (output.format === 'object') session.out(output.print(review))
      return
    }
    session.out(
      alignTable(['ATTRIBUTE\tVALUE', `Username\t${identity.name}`, `Groups\t[${identity.groups.join(' ')}]`]),
    )
  },
}
