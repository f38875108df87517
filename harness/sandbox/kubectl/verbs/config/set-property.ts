import type { Command } from '../../command.ts'
import { failure } from '../../errors.ts'
import type { Session } from '../../session.ts'
import { store } from './store.ts'

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

const KEYS = { clusters: 'cluster', contexts: 'context', users: 'user' } as const

/** `current-context`, or `users.NAME` and what is below it: names may hold dots, fields do not. */
const change = async (session: Session, property: string, value: string | undefined): Promise<void> => {
  if (property === 'current-context') return store(session, { 'current-context': value ?? '' })
  const [, list, path = ''] = /^(clusters|contexts|users)\.(.+)$/.exec(property) ?? []
  if (list === undefined) throw failure(`unable to locate path ${property} in the configuration`)
  const key = KEYS[list as keyof typeof KEYS]
  const entries = session.config[list as keyof typeof KEYS] as readonly Named[]
  const whole = entries.find(({ name }) => name === path)
  if (whole !== undefined) {
    if (value !== undefined) throw failure(`a value below ${property} is needed: ${property}.FIELD`)
    return store(session, { [list]: entries.filter((entry) => entry !== whole) })
  }
  const dot = path.lastIndexOf('.')
  const [name, field] = [path.slice(0, Math.max(dot, 0)), path.slice(dot + 1)]
  const before = entries.find((entry) => entry.name === name)
  if (name === '' || (value === undefined && before === undefined))
    throw failure(`current map key \`${name === '' ? path : name}\` is invalid`)
  const { [field]: _, ...others } = (before?.[key] ?? {}) as Readonly<Record<string, unknown>>
  const entry = { name, [key]: value === undefined ? others : { ...others, [field]: value } }
  await store(session, {
    [list]: before === undefined ? [...entries, entry] : entries.map((one) => (one === before ? entry : one)),
  })
}

type Named = Readonly<Record<string, unknown>> & { readonly name: string }
