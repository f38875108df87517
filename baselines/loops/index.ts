import { commandLoop } from './command.ts'
import { directLoop } from './direct.ts'
import type { LoopFactory } from './loop-parts.ts'
import { noopLoop } from './noop.ts'
import { reactLoop } from './react.ts'
import { reflexionLoop } from './reflexion.ts'
import { skillLoop } from './skill.ts'
import { templateLoop } from './template.ts'

/** The loops of methods, by name. The reference loop knows the answer and is built where the answer is known. */
export const loops = {
  skill: skillLoop,
  direct: directLoop,
  react: reactLoop,
  reflexion: reflexionLoop,
  template: templateLoop,
  command: commandLoop,
  noop: noopLoop,
} as const satisfies Record<string, LoopFactory>
