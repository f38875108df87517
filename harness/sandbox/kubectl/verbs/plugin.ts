import type { Command } from '../command.ts'
import { failure } from '../errors.ts'

/** There are none: a host of the sandbox has no programs of that kind. */
export const pluginList: Command = {
  summary: "List all visible plugin executables on a user's PATH",
  usage: '',
  flags: { 'name-only': { type: 'bool' } },
  run: () => {
    throw failure('unable to find any kubectl plugins in your PATH')
  },
}
