import type { Check } from '../domain/check.ts'
import type { Choice } from '../domain/describe-issue.ts'
import type { Fault } from '../domain/fault.ts'
import type { Skill } from '../domain/skill.ts'

/** A rule that a document breaks although its types are right. */
export interface LintFinding {
  /** Keys and indexes from the top of the document. */
  readonly path: readonly (string | number)[]
  readonly expected: string
  readonly found: string
  readonly remedy: string
  readonly choice?: Choice
  /** Set where a file may break the rule and still be a good file, such as a template; elsewhere the file's format decides. */
  readonly severity?: 'warning'
}

/** The rules of what a document lets run: what it does can fail, can be taken back, and says what it needs. */
export interface SkillLinter {
  readonly lintSkill: (skill: Skill) => readonly LintFinding[]
  readonly lintChecks: (checks: readonly Check[], path: LintFinding['path']) => readonly LintFinding[]
  /** Absent where faults are read to be used: what is wrong with one shows when it is. */
  readonly lintFault?: (fault: Fault) => readonly LintFinding[]
}
