import type { Question } from '../../harness/domain/finding.ts'
import type { RiskLevel, Skill } from '../../harness/domain/skill.ts'

/** The one table of rules behind all offline policies: the skill bank itself, in the order in which a rule is tried. */
export interface RuleTable {
  /** Skills whose finding answers the question, by name. */
  readonly observations: (question: Question) => readonly Skill[]
  /** Skills that recover, the least risky first, then by name. */
  readonly remedies: () => readonly Skill[]
}

const RISK_ORDER: readonly RiskLevel[] = ['none', 'low', 'medium', 'high']

/** Reads the table from the bank: what a skill answers stands in `metadata.questions`, what it risks in `metadata.risk_level`. */
export const ruleTable = (skills: readonly Skill[]): RuleTable => ({
  observations: (question) =>
    skills
      .filter((skill) => skill.finding !== undefined && questionsOf(skill).includes(question))
      .toSorted((a, b) => compare(a.name, b.name)),
  remedies: () =>
    skills
      .filter((skill) => skill.metadata.stage === 'recovery')
      .toSorted((a, b) => riskRank(a) - riskRank(b) || compare(a.name, b.name)),
})

const questionsOf = (skill: Skill): readonly unknown[] => {
  const questions = skill.metadata['questions']
  return Array.isArray(questions) ? questions : []
}

const riskRank = (skill: Skill): number => RISK_ORDER.indexOf(skill.metadata.risk_level ?? 'high')

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
