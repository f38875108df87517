/**
 * Text may hold runs of one byte that are too long to be written out, as `head -c 200m /dev/zero` makes them. Such a run stands in the
 * text as a marker of private-use characters; it counts with its full length.
 */
export const longRun = (count: number, character = '\0'): string =>
  count <= WRITTEN_OUT ? character.repeat(Math.max(0, count)) : `\uE000${count}\uE001`

/** Length in bytes, runs included. */
export const byteLength = (text: string): number => {
  if (!text.includes('\uE000')) return Buffer.byteLength(text)
  let runs = 0
  const rest = text.replace(RUN, (_all, count: string) => {
    runs += Number(count)
    return ''
  })
  return runs + Buffer.byteLength(rest)
}

/** The first `count` bytes. */
export const firstBytes = (text: string, count: number): string => {
  const length = byteLength(text)
  if (length <= count) return text
  return text.includes('\uE000') ? longRun(count) : Buffer.from(text).subarray(0, count).toString()
}

/** Text as it is shown: long runs are left out. */
export const shown = (text: string): string => (text.includes('\uE000') ? text.replace(RUN, '') : text)

const RUN = /\uE000(\d+)\uE001/g
const WRITTEN_OUT = 4096
