import type { CommandGroup } from '../../command.ts'
import { applyFiles } from './apply.ts'
import { viewLastApplied } from './view-last-applied.ts'

export const apply: CommandGroup = {
  summary: 'Apply a configuration to a resource by file name or stdin',
  alone: applyFiles,
  commands: { 'view-last-applied': viewLastApplied },
}
