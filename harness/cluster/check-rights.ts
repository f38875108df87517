import { describeOutcome, stdoutOf, type CommandOutcome } from '../domain/command-outcome.ts'
import type { Shell } from '../ports/shell.ts'
import { type Finding, fine, wrong } from './finding.ts'

const CHECK = 'rights of the harness'
const REMEDY = 'bind cluster-admin to the user of the kubeconfig, or use one of an administrator'

/** What the harness does on a cluster, as `kubectl auth can-i` asks for it. */
const RIGHTS = [
  'create namespaces',
  'delete namespaces',
  'get nodes',
  'list customresourcedefinitions.apiextensions.k8s.io',
  'create deployments.apps -A',
  'create serviceaccounts -A',
  'create serviceaccounts/token -A',
  'create clusterroles.rbac.authorization.k8s.io',
  'create clusterrolebindings.rbac.authorization.k8s.io',
  'create roles.rbac.authorization.k8s.io -A',
  'escalate roles.rbac.authorization.k8s.io -A',
  'create rolebindings.rbac.authorization.k8s.io -A',
  'bind clusterroles.rbac.authorization.k8s.io',
  'create leases.coordination.k8s.io -A',
  'create stresschaos.chaos-mesh.org -A',
  'delete networkchaos.chaos-mesh.org -A',
  'get secrets -A',
  'create pods/exec -A',
]

/** For all of them. */
const LIMIT_MS = 60_000

export const checkRights = async (harness: Shell): Promise<Finding> => {
  // One line for each, whatever kubectl prints: an answer that fails must not move the others.
  const line = RIGHTS.map((right) => `echo "$(kubectl auth can-i ${rightArguments(right)} 2>/dev/null)"`).join('; ')
  const outcome = await harness.exec(line, { timeoutMs: LIMIT_MS })
  const answers = stdoutOf(outcome).split('\n')
  if (answers.length <= RIGHTS.length) return unread(CHECK, outcome)
  const missing = RIGHTS.filter((_right, index) => answers[index] !== 'yes')
  return missing.length === 0
    ? fine(CHECK, `all ${RIGHTS.length} that it needs`)
    : wrong(CHECK, { detail: `may not ${missing.join(', ')}`, remedy: REMEDY })
}

/** A subresource is a flag of `auth can-i`. */
const rightArguments = (right: string): string => right.replace(/ (\w+)\/(\w+)/, ' $1 --subresource=$2')

/** A look that failed says nothing about what was looked for: it may well be there. */
export const unread = (check: string, outcome: CommandOutcome): Finding =>
  wrong(check, {
    detail: `cannot be looked at: ${describeOutcome(outcome)}`,
    remedy: isForbidden(outcome) ? REMEDY : 'find out why that fails on the target host, and look again',
  })

export const isForbidden = (outcome: CommandOutcome): boolean =>
  outcome.status === 'exited' && /\(Forbidden\)|is forbidden/.test(outcome.stderr)
