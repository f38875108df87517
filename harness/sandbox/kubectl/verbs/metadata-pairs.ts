import type { Command } from '../command.ts'
import { patchObject } from '../edit/patch-object.ts'
import { report } from '../edit/report.ts'
import { failure, throwAll } from '../errors.ts'
import { CHANGE_FLAGS, FILE_FLAGS, PRINT_FLAGS, RECORD_FLAG } from '../flags/global.ts'
import { findObjects } from '../select/find-objects.ts'
import { readResourceArgs } from '../select/resource-args.ts'
import { selectFromFiles } from '../select/select-from-files.ts'

type Field = 'labels' | 'annotations'

const changing = (field: Field): Command => {
  const singular = field === 'labels' ? 'label' : 'annotation'
  return {
    summary: field === 'labels' ? 'Update the labels on a resource' : 'Update the annotations on a resource',
    usage: '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N',
    flags: {
      ...PRINT_FLAGS,
      ...FILE_FLAGS,
      ...CHANGE_FLAGS,
      ...RECORD_FLAG,
      all: { type: 'bool' },
      'all-namespaces': { type: 'bool', short: 'A' },
      'field-selector': { type: 'string' },
      list: { type: 'bool' },
      local: { type: 'bool' },
      overwrite: { type: 'bool' },
      'resource-version': { type: 'string' },
      selector: { type: 'string', short: 'l' },
    },
    run: async (session) => {
      const { flags } = session
      const isPair = (arg: string): boolean => arg.includes('=') || (arg.endsWith('-') && arg.length > 1)
      const first = flags.args.findIndex(isPair)
      const resources = first < 0 ? flags.args : flags.args.slice(0, first)
      const pairs = first < 0 ? [] : flags.args.slice(first)
      const fromFiles = flags.list('filename').length > 0
      if (resources.length === 0 && !fromFiles) {
        throw failure('one or more resources must be specified as <resource> <name> or <resource>/<name>')
      }
      if (pairs.length === 0 && !flags.bool('list')) throw failure(`at least one ${singular} update is required`)
      const wanted = fromFiles ? [] : readResourceArgs(session.connect().registry, resources)
      const isSelective = flags.bool('all') || flags.text('selector') !== '' || flags.text('field-selector') !== ''
      if (!fromFiles && !isSelective && wanted.some(({ name }) => name === undefined)) {
        throw failure('resource(s) were provided, but no name was specified')
      }
      const findings = fromFiles
        ? await selectFromFiles(session)
        : await findObjects(session, wanted, {
            allNamespaces: flags.bool('all-namespaces'),
            labelSelector: flags.text('selector'),
            fieldSelector: flags.text('field-selector'),
          })
      throwAll(findings.errors)
      for (const { definition, objects } of findings.found) {
        for (const object of objects) {
          if (flags.bool('list')) {
            session.out(
              Object.entries(object.metadata[field] ?? {})
                .map(([key, value]) => `${key}=${value}\n`)
                .join(''),
            )
            continue
          }
          const before = object.metadata[field] ?? {}
          const changes = changesOf(pairs, singular)
          if (!flags.bool('overwrite')) assertFree(before, changes, singular)
          if (field === 'labels') {
            for (const [key, value] of Object.entries(changes)) {
              if (value === null && before[key] === undefined) session.out(`label "${key}" not found.\n`)
            }
          }
          const isSame = Object.entries(changes).every(([key, value]) => before[key] === (value ?? undefined))
          const body = { metadata: { [field]: changes } }
          const stored = isSame
            ? object
            : await patchObject(session, { definition, object }, { type: 'merge', body }, `kubectl-${MANAGERS[field]}`)
          await report(session, definition, stored, doneWord(field, changes, isSame))
        }
      }
    },
  }
}

export const label = changing('labels')
export const annotate = changing('annotations')

const MANAGERS = { labels: 'label', annotations: 'annotate' } as const

const changesOf = (pairs: readonly string[], singular: string): Readonly<Record<string, string | null>> =>
  Object.fromEntries(
    pairs.map((pair) => {
      if (pair.endsWith('-') && !pair.includes('=')) return [pair.slice(0, -1), null]
      const at = pair.indexOf('=')
      if (at < 1) throw failure(`invalid ${singular} spec: ${pair}`)
      return [pair.slice(0, at), pair.slice(at + 1)]
    }),
  )

const assertFree = (
  before: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | null>>,
  singular: string,
): void => {
  for (const [key, value] of Object.entries(changes)) {
    const current = before[key]
    if (value === null || current === undefined || current === value) continue
    throw singular === 'label'
      ? failure(`'${key}' already has a value (${current}), and --overwrite is false`)
      : failure(
          `--overwrite is false but found the following declared annotation(s): '${key}' already has a value (${current})`,
        )
  }
}

const doneWord = (field: Field, changes: Readonly<Record<string, string | null>>, isSame: boolean): string => {
  if (field === 'annotations') return 'annotated'
  if (isSame) return 'not labeled'
  return Object.values(changes).every((value) => value === null) ? 'unlabeled' : 'labeled'
}
