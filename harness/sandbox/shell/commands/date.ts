import { failed, printed } from '../script/command.ts'
import type { ShellCommand } from '../script/command.ts'
import { formatDate } from '../dates/format-date.ts'
import { parseDate } from '../dates/parse-date.ts'

/** GNU date on the cluster's clock, which runs in UTC. Setting the time is refused. */
export const date: ShellCommand = {
  name: 'date',
  run: async ({ args, process, files, directory }) => {
    const rest = [...args]
    let format = '%a %b %e %H:%M:%S %Z %Y'
    let nowMs = process.flow.nowMs()
    for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
      const [name, inline] = arg.startsWith('--') ? splitOnce(arg) : [arg.slice(0, 2), arg.slice(2) || undefined]
      if (arg.startsWith('+')) format = arg.slice(1)
      else if (name === '-u' || name === '--utc' || name === '--universal') {
        if (inline !== undefined) rest.unshift(`-${inline}`)
      } else if (name === '-R' || name === '--rfc-email') format = '%a, %d %b %Y %H:%M:%S %z'
      else if (name === '-I' || name === '--iso-8601') format = ISO[inline ?? 'date'] ?? ISO_DATE
      else if (name === '--rfc-3339') format = RFC_3339[inline ?? 'date'] ?? ISO_DATE
      else if (name === '-d' || name === '--date') {
        const text = inline ?? rest.shift() ?? ''
        const parsed = parseDate(text, nowMs)
        if (parsed === undefined) return failed(`date: invalid date ‘${text}’\n`)
        nowMs = parsed
      } else if (name === '-r' || name === '--reference') {
        const path = inline ?? rest.shift() ?? ''
        const absolute = files.resolvePath(directory, path)
        if (!(await files.exists(absolute))) return failed(`date: ${path}: No such file or directory\n`)
        nowMs = (await files.stat(absolute)).mtime.getTime()
      } else if (name === '-s' || name === '--set') return failed('date: cannot set date: Operation not permitted\n')
      else if (arg.startsWith('-')) return failed(`date: invalid option -- '${arg.replace(/^-+/, '')}'\n${TRY}`)
      else return failed(`date: invalid date ‘${arg}’\n`)
    }
    return printed(`${formatDate(nowMs, format)}\n`)
  },
}

const ISO_DATE = '%Y-%m-%d'
const ISO: Readonly<Record<string, string>> = {
  date: ISO_DATE,
  h: '%Y-%m-%dT%H%:z',
  hours: '%Y-%m-%dT%H%:z',
  m: '%Y-%m-%dT%H:%M%:z',
  minutes: '%Y-%m-%dT%H:%M%:z',
  s: '%Y-%m-%dT%H:%M:%S%:z',
  seconds: '%Y-%m-%dT%H:%M:%S%:z',
  ns: '%Y-%m-%dT%H:%M:%S,%N%:z',
}
const RFC_3339: Readonly<Record<string, string>> = {
  date: ISO_DATE,
  seconds: '%Y-%m-%d %H:%M:%S%:z',
  ns: '%Y-%m-%d %H:%M:%S.%N%:z',
}
const TRY = "Try 'date --help' for more information.\n"

const splitOnce = (arg: string): readonly [string, string | undefined] => {
  const at = arg.indexOf('=')
  return at < 0 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)]
}
