import { query } from 'jsonpath-rfc9535'
import type { Check } from '../domain/check.ts'
import { parameterVariable, type Skill } from '../domain/skill.ts'
import type { LintFinding } from '../ports/skill-linter.ts'
import { placeholdersIn, wantsSpecialisation } from '../runner/placeholders.ts'
import type { JudgedProgram } from './judge-command.ts'
import { judgeStep } from './judge-step.ts'
import { vacuousReason } from './vacuous-check.ts'

/** The rules of the executable part of a skill: what it does can fail, can be taken back, and says what it needs. */
export const lintSkill = (skill: Skill): readonly LintFinding[] => [
  ...duplicateNames(skill),
  ...lintChecks(skill.preconditions, ['preconditions']),
  ...lintChecks(skill.success_criteria, ['success_criteria']),
  ...unreadableCommands(skill),
  ...wayBack(skill),
  ...purpose(skill),
  ...undeclaredParameters(skill),
  ...findingSteps(skill),
  ...template(skill),
]

/** The rules for any list of checks. */
export const lintChecks = (checks: readonly Check[], path: LintFinding['path']): readonly LintFinding[] =>
  checks.flatMap((check, index) => [
    ...vacuous(check, [...path, index]),
    ...(mutates(check.command)
      ? [
          {
            path: [...path, index, 'command'],
            expected: 'a check that only reads',
            found: quoted(check.command),
            remedy: 'move it to actions',
          },
        ]
      : []),
    ...(check.expect_jsonpath === undefined
      ? []
      : badJsonPath(check.expect_jsonpath.path, [...path, index, 'expect_jsonpath', 'path'])),
  ])

function vacuous(check: Check, path: LintFinding['path']): readonly LintFinding[] {
  const reason = vacuousReason(check)
  const remedy = 'name the object, or add expect_stdout_contains, expect_stdout_matches or expect_jsonpath'
  return reason === null
    ? []
    : [{ path: [...path, 'command'], expected: 'a check that can fail', found: reason, remedy }]
}

function badJsonPath(expression: string, path: LintFinding['path']): readonly LintFinding[] {
  try {
    query({}, expression)
    return []
  } catch (error) {
    if (!(error instanceof Error && error.name === 'SyntaxError')) throw error
    return [{ path, expected: 'a JSONPath (RFC 9535)', found: quoted(expression), remedy: error.message }]
  }
}

const LISTS = ['preconditions', 'actions', 'success_criteria', 'rollback'] as const

const duplicateNames = (skill: Skill): readonly LintFinding[] =>
  LISTS.flatMap((list) =>
    skill[list].flatMap(({ name }, index) =>
      skill[list].findIndex((step) => step.name === name) < index
        ? [
            {
              path: [list, index, 'name'],
              expected: `names of ${list} that differ`,
              found: `${quoted(name)} again`,
              remedy: 'give it a name of its own',
            },
          ]
        : [],
    ),
  )

const unreadableCommands = (skill: Skill): readonly LintFinding[] =>
  LISTS.flatMap((list) =>
    skill[list].flatMap(({ command }, index) => {
      const judgement = judgeStep(command, skill.namespace)
      return judgement.status === 'judged'
        ? []
        : [
            {
              path: [list, index, 'command'],
              expected: 'a shell command',
              found: judgement.reason,
              remedy: 'correct its quotes and brackets',
            },
          ]
    }),
  )

// What a later step of the same tool can take back.
const UNDOABLE = new Set([
  'rollout',
  'set',
  'scale',
  'patch',
  'label',
  'annotate',
  'edit',
  'apply',
  'create',
  'cordon',
  'taint',
])

function wayBack(skill: Skill): readonly LintFinding[] {
  if (skill.rollback.length > 0) return []
  return skill.actions.flatMap((action, index) => {
    const finding = { path: ['actions', index] as const, remedy: 'add the steps that take it back to rollback' }
    if (action.on_failure === 'rollback')
      return [{ ...finding, path: [...finding.path, 'on_failure'], expected: 'steps in rollback', found: 'none' }]
    const judgement = judgeStep(action.command, skill.namespace)
    if (judgement.status === 'unparsable' || !judgement.mutates || judgement.programs.every(leavesNothingToTakeBack))
      return []
    const risky = skill.metadata.risk_level === 'medium' || skill.metadata.risk_level === 'high'
    const undoable = judgement.programs.some(
      ({ effect }) =>
        effect.type === 'kubectl' && effect.command.effect.type !== 'read' && UNDOABLE.has(effect.command.verb),
    )
    return risky || undoable
      ? [
          {
            ...finding,
            path: [...finding.path, 'command'],
            expected: 'a way back for an action that changes something',
            found: 'an empty rollback',
          },
        ]
      : []
  })
}

// A deleted pod is replaced by its controller.
const leavesNothingToTakeBack = ({ effect }: JudgedProgram): boolean =>
  effect.type === 'harmless' ||
  (effect.type === 'kubectl' &&
    (effect.command.effect.type === 'read' ||
      (effect.command.verb === 'delete' && effect.command.kinds.every((kind) => kind === 'Pod'))))

const READING_STAGES = new Set(['detection', 'diagnosis', 'verification'])

function purpose(skill: Skill): readonly LintFinding[] {
  const findings: LintFinding[] = []
  if (skill.actions.length === 0)
    findings.push({
      path: ['actions'],
      expected: 'at least one action',
      found: 'none',
      remedy: 'add what the skill does',
    })
  const { stage, risk_level: risk } = skill.metadata
  const reading = risk === 'none' || (stage !== undefined && READING_STAGES.has(stage))
  skill.actions.forEach(({ command }, index) => {
    if (reading && mutates(command))
      findings.push({
        path: ['actions', index, 'command'],
        expected: `an action that only reads, in a skill of ${risk === 'none' ? 'risk none' : `the stage ${stage}`}`,
        found: quoted(command),
        remedy: 'raise metadata.risk_level and set stage to recovery, or take the action out',
      })
    else if (!reading && mutates(command) && skill.success_criteria.length === 0)
      findings.push({
        path: ['success_criteria'],
        expected: 'at least one check of what the actions change',
        found: 'none',
        remedy: 'add a check that fails while the problem lasts',
      })
  })
  return findings
}

function undeclaredParameters(skill: Skill): readonly LintFinding[] {
  const declared = new Set(['OPS_NAMESPACE', ...Object.keys(skill.parameters).map(parameterVariable)])
  return LISTS.flatMap((list) =>
    skill[list].flatMap(({ command }, index) =>
      [...new Set(command.match(/(?<=\$\{?)OPS_[A-Z0-9_]+/g))]
        .filter((variable) => !declared.has(variable))
        .map((variable) => ({
          path: [list, index, 'command'],
          expected: 'parameters that the skill declares',
          found: `$${variable}`,
          remedy: `declare parameters.${variable.slice(4).toLowerCase()} with its type`,
        })),
    ),
  )
}

function findingSteps(skill: Skill): readonly LintFinding[] {
  const steps = new Set([...skill.preconditions, ...skill.actions, ...skill.success_criteria].map(({ name }) => name))
  return (skill.finding?.rules ?? []).flatMap((rule, index) =>
    steps.has(rule.step)
      ? []
      : [
          {
            path: ['finding', 'rules', index, 'step'],
            expected: `one of ${[...steps].join(', ')}`,
            found: quoted(rule.step),
            remedy: 'name a step of this skill',
          },
        ],
  )
}

// A template is a good file, but no skill that runs.
function template(skill: Skill): readonly LintFinding[] {
  const held = LISTS.flatMap((list) =>
    skill[list].flatMap((step, index) =>
      placeholdersIn([step]).map((name): LintFinding => ({
        severity: 'warning',
        path: [list, index, 'command'],
        expected: 'a command that can run',
        found: `the placeholder ${name}`,
        remedy: 'replace it; until then run refuses the skill',
      })),
    ),
  )
  if (held.length > 0 || !wantsSpecialisation(skill)) return held
  return [
    {
      severity: 'warning',
      path: ['metadata', 'instance_parameters', 'specialization_required'],
      expected: 'false in a skill that can run',
      found: 'true',
      remedy: 'set its values, then this to false; until then run refuses the skill',
    },
  ]
}

const mutates = (command: string): boolean => {
  const judgement = judgeStep(command)
  return judgement.status === 'judged' && judgement.changes.length > 0
}

const quoted = (text: string): string => JSON.stringify(text.length > 100 ? `${text.slice(0, 97)}...` : text)
