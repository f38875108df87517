import { lineSimilarity } from './line-similarity.ts'
import { normalise } from './normalise.ts'

export interface Output {
  readonly cmd: string
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

export interface Level {
  readonly exitAgrees: boolean
  /** Equal to the letter, apart from what no two runs share. */
  readonly isExact: boolean
  /** 0 to 1, by lines of stdout and stderr. */
  readonly similarity: number
}

/** How close a command's output in the sandbox comes to the recorded one. */
export const compareCase = (recorded: Output, actual: Output): Level => {
  const exitAgrees = recorded.exit === actual.exit
  const similarity = lineSimilarity(shown(recorded), shown(actual))
  return { exitAgrees, isExact: exitAgrees && similarity === 1, similarity }
}

const shown = ({ cmd, stdout, stderr }: Output): string => {
  const text = normalise(stdout)
  return `${NAMES_EVENTS.test(cmd) ? text.split('\n').toSorted().join('\n') : text}\n--- stderr\n${normalise(stderr)}`
}

/** The server gives events of the same second in no order. */
const NAMES_EVENTS = /\bevents?\b/
