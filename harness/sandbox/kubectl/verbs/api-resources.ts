import { withOlderVersions } from '../../api/older-versions/with-older-versions.ts'
import { apiVersionOf } from '../../api/registry.ts'
import type { Command } from '../command.ts'
import { failure } from '../errors.ts'
import { byCodePoint } from '../format/yaml.ts'
import { alignTable } from '../print/table.ts'

export const apiResources: Command = {
  summary: 'Print the supported API resources on the server',
  usage: '',
  flags: {
    'api-group': { type: 'string' },
    cached: { type: 'bool' },
    categories: { type: 'strings' },
    namespaced: { type: 'bool', initial: true },
    'no-headers': { type: 'bool' },
    output: { type: 'string', short: 'o' },
    'sort-by': { type: 'string' },
    verbs: { type: 'strings' },
  },
  run: async (session) => {
    const { flags } = session
    await session.request(() => undefined)
    const group = flags.text('api-group')
    const rows = session
      .connect()
      .registry.all()
      .filter((one) => !flags.given('api-group') || one.group === group)
      .filter((one) => !flags.given('namespaced') || one.namespaced === flags.bool('namespaced'))
      .filter((one) => flags.list('verbs').every((verb) => (one.verbs as readonly string[]).includes(verb)))
      .filter((one) => flags.list('categories').every((category) => one.categories.includes(category)))
      .toSorted((a, b) => byCodePoint(a.group, b.group) || byCodePoint(a.plural, b.plural))
    switch (flags.text('output')) {
      case 'name':
        session.out(rows.map((one) => `${one.plural}${one.group === '' ? '' : `.${one.group}`}\n`).join(''))
        return
      case '':
      case 'wide': {
        const isWide = flags.text('output') === 'wide'
        const header = [
          'NAME',
          'SHORTNAMES',
          'APIVERSION',
          'NAMESPACED',
          'KIND',
          ...(isWide ? ['VERBS', 'CATEGORIES'] : []),
        ]
        const lines = rows.map((one) =>
          [
            one.plural,
            one.shortNames.join(','),
            apiVersionOf(one),
            String(one.namespaced),
            one.kind,
            ...(isWide ? [one.verbs.join(','), one.categories.join(',')] : []),
          ].join('\t'),
        )
        session.out(alignTable(flags.bool('no-headers') ? lines : [header.join('\t'), ...lines]))
        return
      }
      default:
        throw failure(`--output ${flags.text('output')} is not available, allowed formats are: wide,name`)
    }
  },
}

export const apiVersions: Command = {
  summary: 'Print the supported API versions on the server, in the form of "group/version"',
  usage: '',
  flags: {},
  run: async (session) => {
    await session.request(() => undefined)
    const versions = new Set(withOlderVersions(session.connect().registry.all()).map(apiVersionOf))
    session.out(
      [...versions]
        .toSorted(byCodePoint)
        .map((version) => `${version}\n`)
        .join(''),
    )
  },
}
