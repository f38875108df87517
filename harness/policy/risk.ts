import type { Change } from '../domain/scope.ts'
import type { RiskLevel } from '../domain/skill.ts'
import type { KubectlCommand } from './kubectl-command.ts'
import type { ProgramEffect } from './program-effect.ts'
import { isChaosKind, isClusterScoped, isPrivilegeKind } from './resource-kinds.ts'

const LEVELS: readonly RiskLevel[] = ['none', 'low', 'medium', 'high']

/** The higher of risk levels; none when there is none. */
export const highestRisk = (risks: readonly RiskLevel[]): RiskLevel =>
  LEVELS[Math.max(0, ...risks.map((risk) => LEVELS.indexOf(risk)))] ?? 'high'

/** The lower of two risk levels. */
export const lowerRisk = (left: RiskLevel, right: RiskLevel): RiskLevel =>
  LEVELS.indexOf(left) < LEVELS.indexOf(right) ? left : right

/**
 * What a program may cost when it goes wrong. `none`: it reads. `low`: it reads from inside a container, or changes labels.
 * `medium`: it replaces pods or changes their number, and can be undone. `high`: everything else, and all that cannot be read.
 */
export const riskOf = (effect: ProgramEffect): RiskLevel => {
  switch (effect.type) {
    case 'harmless':
      return 'none'
    case 'escape':
    case 'unknown':
      return 'high'
    case 'kubectl':
      return riskOfKubectl(effect.command, effect.execs)
  }
}

function riskOfKubectl(command: KubectlCommand, execs: readonly ProgramEffect[]): RiskLevel {
  switch (command.effect.type) {
    case 'read':
      return 'none'
    case 'exec':
      return execs.length > 0 && execs.every((each) => each.type === 'harmless') ? 'low' : 'high'
    case 'unknown':
      return 'high'
    case 'mutate':
      return highestRisk(command.effect.changes.map((change) => riskOfChange(command, change)))
  }
}

function riskOfChange(command: KubectlCommand, { verb, kind, name }: Change): RiskLevel {
  if (isPrivilegeKind(kind) || isChaosKind(kind) || isClusterScoped(kind) || kind === 'Secret') return 'high'
  switch (command.verb) {
    case 'label':
    case 'annotate':
      return kind === 'Pod' || kind === 'Service' ? 'medium' : 'low'
    case 'rollout':
      return 'medium'
    case 'scale':
      return isScaleToZero(command) ? 'high' : 'medium'
    case 'delete':
      return verb === 'delete' && kind === 'Pod' && name !== '*' ? 'medium' : 'high'
    default:
      return 'high'
  }
}

/** `scale --replicas=0`, which ends a workload without deleting it; also where the number is known only when it runs. */
export const isScaleToZero = (command: KubectlCommand): boolean =>
  command.verb === 'scale' && !/^[1-9]\d*$/.test(command.flags.get('replicas') ?? '')
