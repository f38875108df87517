import { alignTabs, DESCRIPTION } from '../format/tabwriter.ts'

/** Collects a description: lines with tabs, indented two spaces a level. */
export interface Report {
  /** Adds text (usually a line with its newline) at a level. */
  readonly add: (level: number, text: string) => void
  /** Ends the alignment so far: what follows has columns of its own. */
  readonly flush: () => void
  /** The text with its tabs aligned. */
  readonly aligned: () => string
  /** The text as it was added. */
  readonly raw: () => string
}

/** An empty report. */
export const createReport = (): Report => {
  const parts = ['']
  return {
    add: (level, line) => {
      parts.push((parts.pop() ?? '') + '  '.repeat(level) + line)
    },
    flush: () => {
      parts.push('')
    },
    aligned: () => parts.map((part) => alignTabs(part, DESCRIPTION)).join(''),
    raw: () => parts.join(''),
  }
}
