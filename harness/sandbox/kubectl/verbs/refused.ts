import type { Command } from '../command.ts'
import { failure } from '../errors.ts'

/** A verb that this kubectl does not have, with what to do instead. */
const refusing = (name: string, instead: string): Command => ({
  summary: `Not available here: ${instead}`,
  usage: '',
  flags: ANY_FLAGS,
  run: () => Promise.reject(failure(`kubectl ${name} is not available on this host: ${instead}`)),
})

/** Flags that people give to these verbs; they are read so that the refusal is about the verb. */
const ANY_FLAGS = {
  address: { type: 'string' },
  container: { type: 'string', short: 'c' },
  filename: { type: 'strings', short: 'f' },
  output: { type: 'string', short: 'o' },
  port: { type: 'string', short: 'p' },
  stdin: { type: 'bool', short: 'i' },
  tty: { type: 'bool', short: 't' },
} as const satisfies Command['flags']

export const attach = refusing('attach', 'use logs and exec')
export const copy = refusing('cp', 'read files with exec -- cat')
export const debug = refusing('debug', 'start a pod with run, or use exec')
export const edit = refusing('edit', 'use patch, set or apply')
export const portForward = refusing('port-forward', 'send requests from a pod with exec')
export const proxy = refusing('proxy', 'use get --raw')
