import type { Command } from '../../command.ts'
import { failure } from '../../errors.ts'
import type { Session } from '../../session.ts'
import { contentOf, type EntryList, removeEntry, store, storeContent } from './store.ts'

export const setProperty: Command = {
  summary: 'Set an individual value in a kubeconfig file',
  usage: 'PROPERTY_NAME PROPERTY_VALUE',
  flags: { 'set-raw-bytes': { type: 'bool' } },
  run: async (session) => {
    const [property, value, ...others] = session.flags.args
    if (property === undefined || value === undefined || others.length > 0)
      throw failure(
        "unexpected args: need PROPERTY_NAME and PROPERTY_VALUE\nSee 'kubectl config set -h' for help and examples",
      )
    await change(session, property, value)
    session.out(`Property "${property}" set.\n`)
  },
}

export const unsetProperty: Command = {
  summary: 'Unset an individual value in a kubeconfig file',
  usage: 'PROPERTY_NAME',
  flags: {},
  run: async (session) => {
    const [property, ...others] = session.flags.args
    if (property === undefined || others.length > 0)
      throw failure(
        `unexpected args: [${session.flags.args.join(' ')}]\nSee 'kubectl config unset -h' for help and examples`,
      )
    await change(session, property, undefined)
    session.out(`Property "${property}" unset.\n`)
  },
}

/** `current-context`, or `users.NAME` and what is below it: names may hold dots, fields do not. */
const change = async (session: Session, property: string, value: string | undefined): Promise<void> => {
  if (property === 'current-context') return store(session, { 'current-context': value ?? '' })
  const [, given, path = ''] = /^(clusters|contexts|users)\.(.+)$/.exec(property) ?? []
  if (given === undefined) throw failure(`unable to locate path ${property} in the configuration`)
  const list = given as EntryList
  if (contentOf(session, list, path) !== undefined) {
    if (value !== undefined) throw failure(`a value below ${property} is needed: ${property}.FIELD`)
    return removeEntry(session, list, path)
  }
  const dot = path.lastIndexOf('.')
  const [name, field] = [path.slice(0, Math.max(dot, 0)), path.slice(dot + 1)]
  const before = contentOf(session, list, name)
  if (name === '' || (value === undefined && before === undefined))
    throw failure(`current map key \`${name === '' ? path : name}\` is invalid`)
  const { [field]: _, ...others } = before ?? {}
  await storeContent(session, list, name, value === undefined ? others : { ...others, [field]: value })
}
