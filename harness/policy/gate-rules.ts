import { isInScope, type Scope } from '../domain/scope.ts'
import type { RiskBudget } from '../ports/components.ts'
import type { JudgedProgram } from './judge-command.ts'
import type { KubectlCommand } from './kubectl-command.ts'
import { isChaosKind, isClusterScoped, isPrivilegeKind } from './resource-kinds.ts'
import { highestRisk, isScaleToZero } from './risk.ts'

/** What the rules measure by. */
export interface GateContext {
  readonly namespace: string
  readonly scope: Scope
  readonly budget: RiskBudget
  /** Mutating commands that ran so far. */
  readonly spent: number
}

/** Says what is wrong with a program and what to do instead; null where the rule has nothing against it. */
type GateRule = (program: JudgedProgram, context: GateContext) => string | null

/** The rules of the gate, by name, in order: the first that objects names the denial. */
export const GATE_RULES: Readonly<Record<string, GateRule>> = {
  'shell-escape': ({ effect }) =>
    effect.type === 'escape' ? `${effect.reason}; write the kubectl command itself` : null,
  identity: ({ command, effect }) => {
    const flag =
      kubectlOf(effect) && [...(kubectlOf(effect)?.flags.keys() ?? [])].find((name) => IDENTITY_FLAGS.has(name))
    const variable = [...command.assignments.keys(), ...exported(command)].find((name) => IDENTITY_VARIABLES.test(name))
    if (flag || variable !== undefined)
      return `${flag ? `--${flag}` : variable} changes who works or on which cluster; leave it out, the account is set`
    return kubectlOf(effect)?.verb === 'config' && kubectlOf(effect)?.effect.type !== 'read'
      ? 'kubectl config changes who works or on which cluster; leave it out, the account is set'
      : null
  },
  privileges: ({ effect }) => {
    const kubectl = kubectlOf(effect)
    if (kubectl === null) return null
    const verb = `${kubectl.verb} ${kubectl.subverb ?? ''}`.trim()
    if (['auth reconcile', 'create token'].includes(verb) || kubectl.verb === 'certificate')
      return `kubectl ${verb} gives permissions; ask whoever owns the cluster`
    const kind = changesOf(effect).find((change) => isPrivilegeKind(change.kind))?.kind
    return kind === undefined ? null : `changing a ${kind} gives or takes permissions; ask whoever owns the cluster`
  },
  secrets: ({ effect }) => {
    const kubectl = kubectlOf(effect)
    return kubectl?.verb === 'get' && kubectl.kinds.includes('Secret') && showsData(kubectl)
      ? 'it prints the data of a Secret; use kubectl describe secret, which shows keys and sizes'
      : null
  },
  'chaos-objects': ({ effect }) =>
    kubectlOf(effect)?.kinds.some(isChaosKind) === true
      ? 'objects of Chaos Mesh belong to the experiment; work on the workload instead'
      : null,
  namespace: ({ effect }, { namespace }) => {
    const kubectl = kubectlOf(effect)
    if (kubectl === null) return null
    const remedy = `use -n ${namespace}`
    if (kubectl.flags.has('raw')) return `--raw goes past namespaces; name the kind, and ${remedy}`
    if (kubectl.effect.type !== 'read' && changesOf(effect).some((change) => isClusterScoped(change.kind)))
      return `it changes an object of the whole cluster; work on objects in ${namespace}`
    switch (kubectl.namespace.type) {
      case 'named':
        return kubectl.namespace.name === namespace
          ? null
          : `it works in the namespace ${kubectl.namespace.name}; ${remedy}`
      case 'all':
        return `it works in all namespaces; ${remedy}`
      case 'unknown':
        return kubectl.effect.type === 'exec' ||
          (kubectl.effect.type !== 'read' && kubectl.flags.get('namespace') === null)
          ? `its namespace is known only when it runs; ${remedy}`
          : null
      case 'default':
        return null
    }
  },
  destructive: ({ effect }, { scope, namespace }) => {
    const kubectl = kubectlOf(effect)
    if (kubectl === null) return null
    if (kubectl.verb === 'drain') return 'draining a node ends pods of others; work on the workload instead'
    if (kubectl.effect.type === 'mutate' && isScaleToZero(kubectl))
      return 'scaling to zero ends the workload; keep at least one replica'
    const lost = changesOf(effect).find(
      (change) =>
        change.verb.startsWith('delete') &&
        (change.verb === 'deletecollection' || change.kind !== 'Pod' || change.name === '*') &&
        !isInScope(scope, namespace, change),
    )
    return lost === undefined
      ? null
      : `it deletes ${lost.kind}/${lost.name}, which nothing brings back; repair the object in place`
  },
  scope: ({ effect }, { scope, namespace }) => {
    const kubectl = kubectlOf(effect)
    if (kubectl?.effect.type === 'unknown') return `${kubectl.effect.reason}; name kind and object on the command line`
    const outside = changesOf(effect).find((change) => !isInScope(scope, namespace, change))
    return outside === undefined
      ? null
      : `${outside.verb} of ${outside.kind}/${outside.name} is not permitted; ${permitted(scope)}`
  },
  'unknown-program': ({ effect }) =>
    effect.type === 'unknown' ? `what ${effect.program} does is not known; use kubectl and text tools` : null,
  'risk-budget': ({ risk }, { budget }) =>
    highestRisk([risk, budget.maxRisk]) === budget.maxRisk
      ? null
      : `its risk is ${risk}, the budget allows ${budget.maxRisk}; take a remedy of less risk`,
  'mutation-budget': ({ effect, command }, { budget, spent }) => {
    if (changesOf(effect).length === 0) return null
    if (command.repeated) return 'it changes objects in a loop; write one command for each change'
    return spent >= budget.mutations
      ? `the budget of ${budget.mutations} changing commands is used up; verify and report`
      : null
  },
}

const IDENTITY_FLAGS = new Set(
  (
    'kubeconfig context cluster user as as-group as-uid token server certificate-authority client-certificate client-key ' +
    'insecure-skip-tls-verify tls-server-name username password'
  ).split(' '),
)
const IDENTITY_VARIABLES =
  /^(?:KUBECONFIG|KUBERNETES_.*|KUBERC|KUBECTL_.*|PATH|LD_.*|BASH_ENV|ENV|HOME|IFS|SHELLOPTS|PROMPT_COMMAND)$/

const kubectlOf = (effect: JudgedProgram['effect']): KubectlCommand | null =>
  effect.type === 'kubectl' ? effect.command : null

const changesOf = (effect: JudgedProgram['effect']) =>
  effect.type === 'kubectl' && effect.command.effect.type === 'mutate' ? effect.command.effect.changes : []

const exported = (command: JudgedProgram['command']): readonly string[] =>
  ['export', 'declare', 'typeset', 'readonly', 'local'].includes(command.argv[0]?.text ?? '')
    ? command.argv.slice(1).map(({ text }) => text?.split('=', 1)[0] ?? '')
    : []

const showsData = (kubectl: KubectlCommand): boolean =>
  kubectl.flags.has('template') ||
  !/^(?:|wide|name)$/.test(kubectl.flags.has('output') ? (kubectl.flags.get('output') ?? '?') : '')

const permitted = (scope: Scope): string =>
  scope.allow.length === 0
    ? 'the task permits looking only'
    : `permitted: ${scope.allow.map((rule) => `${rule.verbs.join('|')} ${rule.kind}${rule.names === undefined ? '' : `/${rule.names.join('|')}`}`).join(', ')}`
