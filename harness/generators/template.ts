import { UsageError } from '../domain/errors.ts'
import type { Skill } from '../domain/skill.ts'
import type { TaskCard } from '../domain/task.ts'
import type { Generator } from '../ports/components.ts'
import { quote } from '../runner/with-environment.ts'

/**
 * Writes a skill that recovers the card's workload by its rollout: back to the revision before where the card's words speak of a
 * change, a restart otherwise. With a skill as the basis it fills that skill's parameters from the card instead.
 * @throws {UsageError} when there is no basis and the card names no workload
 */
export const templateGenerator = (): Generator => ({
  generate: async ({ card, basis }) => (basis === null ? recoverySkill(card) : filled(basis, card)),
})

const A_CHANGE = /roll(?:ed)?[ -]?back|\bundo\b|previous revision|earlier revision|bad (?:change|config|image|release)/i

function recoverySkill(card: TaskCard): Skill {
  if (card.workload === undefined)
    throw new UsageError(
      `task card ${card.name}: expected the key workload, found nothing; name the Deployment to recover`,
    )
  const kubectl = `kubectl -n ${quote(card.namespace)}`
  const deployment = `deployment/${quote(card.workload)}`
  const goesBack = A_CHANGE.test(`${card.intent} ${card.diagnosis ?? ''}`)
  return {
    version: '0.1',
    name: card.name,
    intent: card.intent,
    namespace: card.namespace,
    metadata: {
      source: 'template-generator',
      ...(card.severity === undefined ? {} : { severity: card.severity }),
      stage: 'recovery',
      risk_level: goesBack ? 'high' : 'medium',
    },
    parameters: {},
    preconditions: [{ name: 'target deployment exists', command: `${kubectl} get deployment ${quote(card.workload)}` }],
    actions: [
      goesBack
        ? {
            name: 'return to the revision before',
            command: `${kubectl} rollout undo ${deployment}`,
            on_failure: 'abort',
          }
        : {
            name: 'rollout restart deployment',
            command: `${kubectl} rollout restart ${deployment}`,
            on_failure: 'rollback',
          },
    ],
    success_criteria: [
      {
        name: 'deployment available',
        command: `${kubectl} rollout status ${deployment} --timeout=120s`,
        expect_stdout_contains: 'successfully rolled out',
      },
    ],
    // An undo of the undo is the way back to the state before.
    rollback: [{ name: 'undo rollout', command: `${kubectl} rollout undo ${deployment}` }],
  }
}

/** The card's namespace and workload in the place of the skill's defaults. */
function filled(basis: Skill, card: TaskCard): Skill {
  const { workload } = basis.parameters
  return {
    ...basis,
    namespace: card.namespace,
    parameters:
      workload?.type !== 'string' || card.workload === undefined
        ? basis.parameters
        : { ...basis.parameters, workload: { ...workload, default: card.workload } },
  }
}
