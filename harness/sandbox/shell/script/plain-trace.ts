import { STAND_INS } from './stand-in-names.ts'
import { REMEMBER } from './traps.ts'

/** What `set -x` shows of a rewritten script, in the words in which it was typed. */
export const plainTrace = (text: string): string =>
  text.includes('+ __') ? text.replace(ADDED, '').replace(LIVE, '$1').replace(TRAP, '$1trap') : text

const { chance, clock, stopwatch, trap, live } = STAND_INS
const ADDED = new RegExp(`^\\++ (?:${chance}|${clock}|${stopwatch}|${trap} ${REMEMBER})\\b.*\\n`, 'gm')
const LIVE = new RegExp(`^(\\++ )${live} `, 'gm')
const TRAP = new RegExp(`^(\\++ )${trap}\\b`, 'gm')
