import type { Taint } from 'kubernetes-types/core/v1.d.ts'
import { resources } from '../../api/resources.ts'
import type { DeepReadonly } from '../../api/types/object.ts'
import type { Command } from '../command.ts'
import { dryRunOf, dryRunSuffix } from '../edit/dry-run.ts'
import { failure } from '../errors.ts'
import { CHANGE_FLAGS } from '../flags/global.ts'

export const taint: Command = {
  summary: 'Update the taints on one or more nodes',
  usage: 'NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N',
  flags: {
    ...CHANGE_FLAGS,
    all: { type: 'bool' },
    overwrite: { type: 'bool' },
    selector: { type: 'string', short: 'l' },
  },
  run: async (session) => {
    const { flags } = session
    const [type = '', ...rest] = flags.args
    if (!/^(?:node|nodes|no)$/.test(type)) throw failure(`invalid resource type ${type}, only node types are supported`)
    const isChange = (arg: string): boolean => arg.includes(':') || arg.includes('=') || arg.endsWith('-')
    const changes = rest.filter(isChange)
    if (changes.length === 0) throw failure('at least one taint update is required')
    const given = rest.filter((arg) => !isChange(arg))
    const all = flags.bool('all') || flags.text('selector') !== ''
    const labelSelector = flags.text('selector')
    const names = all
      ? (
          await session.request((client) =>
            client.list({ resource: resources.nodes }, labelSelector === '' ? {} : { labelSelector }),
          )
        ).items.map(({ metadata }) => metadata.name)
      : given
    if (names.length === 0)
      throw failure('one or more resources must be specified as <resource> <name> or <resource>/<name>')
    for (const name of names) {
      const ref = { resource: resources.nodes, name }
      const node = await session.request((client) => client.get(ref))
      const { taints, word } = applied(name, node.spec?.taints ?? [], changes, flags.bool('overwrite'))
      const mode = dryRunOf(flags)
      if (mode !== 'client') {
        const body = { spec: { taints: taints.length === 0 ? null : taints } }
        await session.request(
          (client) => client.patch(ref, { type: 'merge', body }),
          mode === 'server' ? { dryRun: true } : {},
        )
      }
      session.out(`node/${name} ${word}${dryRunSuffix(mode)}\n`)
    }
  },
}

type ATaint = DeepReadonly<Taint>

const applied = (
  node: string,
  before: readonly ATaint[],
  changes: readonly string[],
  overwrite: boolean,
): { readonly taints: readonly ATaint[]; readonly word: string } => {
  let taints = before
  let isAddition = false
  for (const change of changes) {
    if (change.endsWith('-')) {
      taints = removed(taints, change.slice(0, -1))
      continue
    }
    const added = parsed(change)
    const isThere = taints.some(({ key, effect }) => key === added.key && effect === added.effect)
    if (isThere && !overwrite) {
      throw failure(`node ${node} already has ${added.key} taint(s) with same effect(s) and --overwrite is false`)
    }
    isAddition = true
    taints = [added, ...taints.filter(({ key, effect }) => key !== added.key || effect !== added.effect)]
  }
  return { taints, word: isAddition ? (overwrite ? 'modified' : 'tainted') : 'untainted' }
}

const removed = (taints: readonly ATaint[], text: string): readonly ATaint[] => {
  const [pair = '', effect] = text.split(':')
  const [key = ''] = pair.split('=')
  const left = taints.filter((one) => one.key !== key || (effect !== undefined && one.effect !== effect))
  if (left.length < taints.length) return left
  throw failure(effect === undefined ? `taint "${key}" not found` : `taint "${key}:${effect}" not found`)
}

const parsed = (text: string): ATaint => {
  const [, key = '', value, effect = ''] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(text) ?? []
  if (key === '') throw failure(`invalid taint spec: ${text}`)
  if (!['NoSchedule', 'PreferNoSchedule', 'NoExecute'].includes(effect)) {
    throw failure(
      `invalid taint effect: ${effect}, unsupported taint effect\nSee 'kubectl taint -h' for help and examples`,
    )
  }
  return { key, ...(value ? { value } : {}), effect }
}
