import type { ShellCommand } from '../../script/command.ts'
import { column } from './column.ts'
import { cut } from './cut.ts'
import { diff } from './diff/diff.ts'
import { head, tail } from './head-tail.ts'
import { nl } from './nl.ts'
import { paste } from './paste.ts'
import { sort } from './sort/sort.ts'
import { uniq } from './uniq.ts'
import { wc } from './wc.ts'
import { yes } from './yes.ts'

/** What operators put into their pipes, where the interpreter's own program does otherwise than the one of a host. */
export const textCommands: readonly ShellCommand[] = [column, cut, diff, head, nl, paste, sort, tail, uniq, wc, yes]
