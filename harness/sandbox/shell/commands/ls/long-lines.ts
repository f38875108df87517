import { formatDate } from '../../dates/format-date.ts'
import type { Entry } from './entry.ts'

/** The lines of `ls -l`; for a folder with the sum of its blocks in front. */
export const longLines = (entries: readonly Entry[], isHuman: boolean, hasTotal: boolean): readonly string[] => {
  const rows = entries.map((entry) => ({
    entry,
    size: isHuman ? human(entry.bytes) : String(entry.bytes),
    links: entry.isDirectory ? '2' : '1',
  }))
  const widest = (of: (row: (typeof rows)[number]) => string): number =>
    Math.max(0, ...rows.map((row) => of(row).length))
  const size = widest((row) => row.size)
  const owner = widest((row) => row.entry.owner)
  const lines = rows.map(({ entry, ...row }) => {
    const who = entry.owner.padEnd(owner)
    const when = formatDate(entry.modifiedMs, '%b %e %H:%M')
    const link = entry.target === undefined ? '' : ` -> ${entry.target}`
    return `${modeOf(entry)} ${row.links} ${who} ${who} ${row.size.padStart(size)} ${when} ${entry.name}${link}`
  })
  const blocks = entries.reduce((sum, entry) => sum + (entry.isDirectory ? 4 : Math.ceil(entry.bytes / 4096) * 4), 0)
  return hasTotal ? [`total ${isHuman ? human(blocks * 1024) : blocks}`, ...lines] : lines
}

const modeOf = ({ mode, isDirectory, target }: Entry): string => {
  const bits = 'rwxrwxrwx'
    .split('')
    .map((letter, index) => ((mode >> (8 - index)) & 1 ? letter : '-'))
    .join('')
  return (target === undefined ? (isDirectory ? 'd' : '-') : 'l') + bits
}

const human = (bytes: number): string => {
  if (bytes < 1024) return String(bytes)
  const power = Math.min(4, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** power
  return `${value < 10 ? (Math.ceil(value * 10) / 10).toFixed(1) : Math.ceil(value)}${' KMGT'.charAt(power)}`
}
