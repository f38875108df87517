import type { Command } from '../../command.ts'
import { lastApplied } from '../../edit/last-applied.ts'
import { failure, throwAll } from '../../errors.ts'
import { FILE_FLAGS } from '../../flags/global.ts'
import { toJson } from '../../format/json.ts'
import { toYaml } from '../../format/yaml.ts'
import { findObjects } from '../../select/find-objects.ts'
import { readResourceArgs } from '../../select/resource-args.ts'
import { selectFromFiles } from '../../select/select-from-files.ts'

export const viewLastApplied: Command = {
  summary: 'View the latest last-applied-configuration annotations of a resource/object',
  usage: '(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)',
  flags: {
    ...FILE_FLAGS,
    all: { type: 'bool' },
    output: { type: 'string', short: 'o', initial: 'yaml' },
    selector: { type: 'string', short: 'l' },
  },
  run: async (session) => {
    const { flags } = session
    const output = flags.text('output')
    if (output !== 'yaml' && output !== 'json') {
      throw failure(
        `Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json\nSee 'view-last-applied -h' for help and examples`,
      )
    }
    const { found, errors } =
      flags.list('filename').length > 0
        ? await selectFromFiles(session)
        : await findObjects(session, readResourceArgs(session.connect().registry, flags.args), {
            labelSelector: flags.text('selector'),
          })
    throwAll(errors)
    for (const object of found.flatMap(({ objects }) => objects)) {
      const applied = lastApplied(object)
      if (applied === undefined)
        throw failure(`no last-applied-configuration annotation found on resource: ${object.metadata.name}`)
      session.out(output === 'json' ? `${toJson(applied, 2)}\n` : toYaml(applied))
    }
  },
}
