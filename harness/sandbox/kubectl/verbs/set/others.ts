import type { Command } from '../../command.ts'
import { patchObject } from '../../edit/patch-object.ts'
import { report } from '../../edit/report.ts'
import { failure, throwAll } from '../../errors.ts'
import { findObjects } from '../../select/find-objects.ts'
import { readResourceArgs } from '../../select/resource-args.ts'
import { containersNamed, patchTemplate, SET_FLAGS, setTargets } from './target.ts'

export const setResources: Command = {
  summary: 'Update resource requests/limits on objects with pod templates',
  usage: '(-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS]',
  flags: {
    ...SET_FLAGS,
    containers: { type: 'string', short: 'c', initial: '*' },
    limits: { type: 'string' },
    requests: { type: 'string' },
  },
  run: async (session) => {
    const { flags } = session
    const limits = amounts(flags.text('limits'))
    const requests = amounts(flags.text('requests'))
    if (limits === undefined && requests === undefined) {
      throw failure('you must specify an update to requests or limits (in the form of --requests/--limits)')
    }
    for (const target of await setTargets(session, flags.args)) {
      const resources = { ...(limits === undefined ? {} : { limits }), ...(requests === undefined ? {} : { requests }) }
      const containers = containersNamed(target.podSpec, flags.text('containers')).map(({ name }) => ({
        name,
        resources,
      }))
      if (containers.length === 0) throw failure(`unable to find container named ${flags.text('containers')}`)
      await patchTemplate(
        session,
        target,
        { containers },
        'resource requirements updated',
        'failed to patch limit update to pod template',
      )
    }
  },
}

const amounts = (text: string): Readonly<Record<string, string>> | undefined => {
  if (text === '') return undefined
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [name = '', amount] = part.split('=')
      if (amount === undefined) throw failure(`Invalid argument syntax ${part}, expected <resource>=<value>`)
      return [name, amount]
    }),
  )
}

export const setServiceAccount: Command = {
  summary: 'Update the service account of a resource',
  usage: '(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT',
  flags: SET_FLAGS,
  run: async (session) => {
    const { args } = session.flags
    const account = args.at(-1)
    if (account === undefined || args.length < 2) throw failure('serviceaccount is required')
    for (const target of await setTargets(session, args.slice(0, -1))) {
      const change = { serviceAccountName: account, serviceAccount: account }
      await patchTemplate(session, target, change, 'serviceaccount updated', 'failed to patch ServiceAccountName')
    }
  },
}

export const setSelector: Command = {
  summary: 'Set the selector on a resource',
  usage: '(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]',
  flags: { ...SET_FLAGS, 'resource-version': { type: 'string' } },
  run: async (session) => {
    const { args } = session.flags
    const expression = args.at(-1) ?? ''
    if (args.length < 2)
      throw failure('one or more resources must be specified as <resource> <name> or <resource>/<name>')
    const selector = Object.fromEntries(
      expression.split(',').map((part) => [part.split('=')[0] ?? '', part.split('=')[1] ?? '']),
    )
    const { found, errors } = await findObjects(
      session,
      readResourceArgs(session.connect().registry, args.slice(0, -1)),
      {},
    )
    throwAll(errors)
    for (const { definition, objects } of found) {
      if (definition.kind !== 'Service') throw failure(`setting a selector is only supported for Services`)
      for (const object of objects) {
        const body = [{ op: 'replace', path: '/spec/selector', value: selector }]
        const patched = await patchObject(session, { definition, object }, { type: 'json', body }, 'kubectl-set')
        await report(session, definition, patched, 'selector updated')
      }
    }
  },
}
