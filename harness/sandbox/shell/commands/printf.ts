import type { ShellCommand } from '../script/command.ts'
import { formatDate } from '../dates/format-date.ts'

const TIME_FORMAT = /%\(([^)]*)\)T/g

/** printf of the shell; its `%(format)T` reads the cluster's clock. */
export const printf: ShellCommand = {
  name: 'printf',
  run: ({ args, process, original }) => {
    const [format, ...values] = args
    if (format === undefined || !format.includes(')T')) return original(args)
    const rest: string[] = []
    let position = 0
    const fixed = format.replaceAll(/%(?:\(([^)]*)\)T|[^%(]*?[a-zA-Z]|%)/g, (all, inner?: string) => {
      if (all === '%%') return all
      const value = values[position]
      position += 1
      if (inner === undefined) {
        if (value !== undefined) rest.push(value)
        return all
      }
      const ms = value === undefined || Number(value) < 0 ? process.flow.nowMs() : Number(value) * 1000
      return formatDate(ms, inner === '' ? '%H:%M:%S' : inner).replaceAll('%', '%%')
    })
    return original([fixed.replaceAll(TIME_FORMAT, ''), ...rest, ...values.slice(position)])
  },
}
