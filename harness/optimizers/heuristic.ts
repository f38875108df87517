import type { ExecutionReport } from '../domain/execution-report.ts'
import type { Skill } from '../domain/skill.ts'
import type { FailureSignature, Optimizer } from '../ports/components.ts'
import { placeholdersOf } from '../runner/placeholders.ts'
import { addCriterion, addNamespace, addRollback, addTimeout, type Edit } from './edits.ts'
import { reviewReport } from './review-report.ts'

const RULES = [addTimeout, addNamespace, addRollback, addCriterion]

/**
 * u_ω without a model: notes on a report, new or saved by the first version, and edits Δ_σ of its skill. After a failure the edited skill is
 * returned only when an edit answers that failure: running the same again proves nothing.
 */
export const heuristicOptimizer = (): Optimizer => ({
  repair: async ({ skill, report, failures }) => {
    const notes = [...reviewReport(report)]
    if (skill === null) return { skill: null, notes }
    const known = [...failures, ...failuresOf(skill, report)]
    const edits: Edit[] = []
    for (const rule of RULES) {
      const edit = rule(edits.at(-1)?.skill ?? skill, known)
      if (edit !== null) edits.push(edit)
    }
    for (const name of placeholdersOf(skill))
      notes.push(`${name} has no value; replace it in the commands of ${skill.name}`)
    const isAnswered = known.length === 0 || edits.some(({ answersFailure }) => answersFailure)
    return {
      skill: isAnswered ? (edits.at(-1)?.skill ?? null) : null,
      notes: [
        ...notes,
        ...edits.map(({ note }) =>
          isAnswered ? `edit: ${note}` : `would better the skill, not mend the failure: ${note}`,
        ),
      ],
    }
  },
})

/** Failures that a report shows, for callers that have nothing but the report. */
function failuresOf(skill: Skill, report: ExecutionReport): readonly FailureSignature[] {
  const actions = report.actions.flatMap((ran, index): FailureSignature[] =>
    ran.returncode === 0
      ? []
      : [
          {
            skill: skill.name,
            step: skill.actions[index]?.name ?? '',
            kind: ran.returncode === null && /timed out/.test(ran.note ?? '') ? 'timed-out' : 'action-failed',
            detail: `${ran.note ?? ''} ${ran.stderr}`.trim(),
          },
        ],
  )
  const checks = [...report.preconditions, ...report.success_criteria].flatMap(
    ({ name, passed, detail, raw }): FailureSignature[] =>
      passed
        ? []
        : [
            {
              skill: skill.name,
              step: name,
              kind: /timed out/.test(detail) ? 'timed-out' : 'verification-failed',
              detail: `${detail} ${raw.stderr}`,
            },
          ],
  )
  return [...actions, ...checks]
}
