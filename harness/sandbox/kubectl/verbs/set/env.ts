import type { Command } from '../../command.ts'
import { failure } from '../../errors.ts'
import type { Session } from '../../session.ts'
import { containersNamed, initContainersNamed, patchTemplate, SET_FLAGS, setTargets, type SetTarget } from './target.ts'

export const setEnv: Command = {
  summary: 'Update environment variables on a pod template',
  usage: 'RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N',
  flags: {
    ...SET_FLAGS,
    containers: { type: 'string', short: 'c', initial: '*' },
    env: { type: 'array', short: 'e' },
    from: { type: 'string' },
    keys: { type: 'strings' },
    list: { type: 'bool' },
    overwrite: { type: 'bool', initial: true },
    prefix: { type: 'string' },
    resolve: { type: 'bool' },
  },
  run: async (session) => {
    const { flags } = session
    const isChange = (arg: string): boolean => arg.includes('=') || (arg.endsWith('-') && arg.length > 1)
    const changes = [...flags.args.filter(isChange), ...flags.list('env')]
    const targets = await setTargets(
      session,
      flags.args.filter((arg) => !isChange(arg)),
    )
    const fromSource = flags.given('from') ? await sourceVariables(session) : []
    if (!flags.bool('list') && changes.length + fromSource.length === 0) {
      throw failure('at least one environment variable must be provided')
    }
    for (const target of targets) {
      if (flags.bool('list')) session.out(listing(target, flags.text('containers')))
      else await update(session, target, changes, fromSource)
    }
  },
}

interface Variable {
  readonly name: string
  readonly value?: string
  readonly valueFrom?: object
}

/** All keys of the ConfigMap or Secret that `--from` names. */
const sourceVariables = async (session: Session): Promise<readonly Variable[]> => {
  const { flags } = session
  const [type = '', name = ''] = flags.text('from').split('/')
  const definition = session.connect().registry.resolve(type)
  if (definition === undefined || !['ConfigMap', 'Secret'].includes(definition.kind)) {
    throw failure(`unsupported resource specified in --from`)
  }
  const source = await session.request((client) =>
    client.get({ resource: definition, namespace: session.namespace, name }),
  )
  const keys = Object.keys(source['data'] ?? {}).toSorted()
  const wanted = flags.list('keys')
  const reference = definition.kind === 'Secret' ? 'secretKeyRef' : 'configMapKeyRef'
  return keys
    .filter((key) => wanted.length === 0 || wanted.includes(key))
    .map((key) => ({
      name: flags.text('prefix') + key.toUpperCase().replace(/[^A-Z0-9_]/g, '_'),
      valueFrom: { [reference]: { name, key } },
    }))
}

const update = async (
  session: Session,
  target: SetTarget,
  changes: readonly string[],
  fromSource: readonly Variable[],
): Promise<void> => {
  const removed = changes.filter((change) => !change.includes('=')).map((change) => change.slice(0, -1))
  const added: readonly Variable[] = [
    ...fromSource,
    ...changes
      .filter((change) => change.includes('='))
      .map((change) => ({ name: change.slice(0, change.indexOf('=')), value: change.slice(change.indexOf('=') + 1) })),
  ]
  const pattern = session.flags.text('containers')
  const mains = containersNamed(target.podSpec, pattern)
  const inits = initContainersNamed(target.podSpec, pattern)
  const chosen = [...mains, ...inits]
  if (chosen.length === 0) throw failure(`no containers matched the pattern "${session.flags.text('containers')}"`)
  const changedOf = ({ name, env = [] }: (typeof chosen)[number]): object => {
    const has = (variable: string): boolean => env.some((existing) => existing.name === variable)
    const deletions = removed.filter(has).map((variable) => ({ name: variable, $patch: 'delete' }))
    // A value takes the place of a reference, and the other way round.
    const changed = added.map((variable) =>
      has(variable.name) ? { value: null, valueFrom: null, ...variable } : variable,
    )
    return { name, env: [...changed, ...deletions] }
  }
  const isSame = chosen.every(
    ({ env = [] }) =>
      removed.every((variable) => !env.some(({ name }) => name === variable)) &&
      added.every((variable) => env.some(({ name, value }) => name === variable.name && value === variable.value)),
  )
  if (isSame) return
  const change = {
    ...(mains.length === 0 ? {} : { containers: mains.map(changedOf) }),
    ...(inits.length === 0 ? {} : { initContainers: inits.map(changedOf) }),
  }
  await patchTemplate(session, target, change, 'env updated', 'failed to patch env update to pod template')
}

const listing = ({ definition, object, podSpec }: SetTarget, pattern: string): string =>
  [...containersNamed(podSpec, pattern), ...initContainersNamed(podSpec, pattern)]
    .map(({ name, env = [] }) => {
      const lines = env.map(({ name: variable, value = '', valueFrom }) => {
        const { secretKeyRef, configMapKeyRef, fieldRef, resourceFieldRef } = valueFrom ?? {}
        if (secretKeyRef !== undefined)
          return `# ${variable} from secret ${secretKeyRef.name ?? ''}, key ${secretKeyRef.key}\n`
        if (configMapKeyRef !== undefined)
          return `# ${variable} from configmap ${configMapKeyRef.name ?? ''}, key ${configMapKeyRef.key}\n`
        if (fieldRef !== undefined) return `# ${variable} from field path ${fieldRef.fieldPath}\n`
        if (resourceFieldRef !== undefined) return `# ${variable} from resource field ${resourceFieldRef.resource}\n`
        return `${variable}=${value}\n`
      })
      return `# ${definition.kind} ${object.metadata.name}, container ${name}\n${lines.join('')}`
    })
    .join('')
