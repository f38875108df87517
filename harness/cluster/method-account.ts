import { z } from 'zod'
import { InfrastructureError } from '../domain/errors.ts'
import { type MayChange, type RoleRule, roleOfScope } from '../domain/method-rights.ts'
import { mustRead, mustRun } from '../pipeline/must-run.ts'
import type { Clock } from '../ports/clock.ts'
import type { Shell } from '../ports/shell.ts'
import { asStream, LABEL_OWNER, LABEL_TRIAL, READER_ROLE, TENANCY } from './tenancy.ts'

/** Longer than any trial, shorter than a night. */
const TOKEN_SECONDS = 2 * 60 * 60

interface Dependencies {
  readonly harness: Shell
  /** The account where the method works. */
  readonly method: Shell
  readonly clock: Clock
}

/** Who a method is for one trial: an account of the cluster, and the file with which kubectl is that account. */
export interface MethodAccount {
  /** Path of the kubeconfig, on the method's side. */
  readonly kubeconfig: string
  /** When its token ends to be good, on our clock. */
  readonly expiresMs: number
}

export interface TrialPlace {
  readonly owner: string
  readonly trial: string
  readonly namespace: string
  readonly mayChange: MayChange
}

/** Makes an identity that may read everything in one namespace but Chaos Mesh's objects, and change there what the place says. */
export const grantAccount = async (
  { harness, method, clock }: Dependencies,
  place: TrialPlace,
): Promise<MethodAccount> => {
  await mustRun(harness, 'kubectl apply -f -', { stdin: asStream(accountObjects(place)) })
  const expiresMs = clock.nowMs() + TOKEN_SECONDS * 1000
  const token = await mustRun(harness, `kubectl -n ${TENANCY} create token ${place.trial} --duration=${TOKEN_SECONDS}s`)
  const config = Config.safeParse(await mustRead(harness, 'kubectl config view --raw --minify --flatten -o json'))
  const cluster = config.success ? config.data.clusters[0]?.cluster : undefined
  if (cluster === undefined) throw new InfrastructureError('the kubeconfig of the harness names no cluster')
  const file = fileOf(place.trial)
  const written = await mustRun(method, `touch ~/${file} && chmod 600 ~/${file} && cat > ~/${file} && echo ~/${file}`, {
    stdin: kubeconfigFor(cluster, place, token.trim()),
  })
  return { kubeconfig: written.trim(), expiresMs }
}

/** Removes what there is of an account; one that was begun and not finished, too. */
export const removeAccount = async (
  { harness, method }: Pick<Dependencies, 'harness' | 'method'>,
  trial: string,
): Promise<void> => {
  await mustRun(method, `rm -f ~/${fileOf(trial)}`)
  await mustRun(harness, `kubectl -n ${TENANCY} delete serviceaccount ${trial} --ignore-not-found`)
}

/** On the method's side. */
const fileOf = (trial: string): string => `.${trial}.kubeconfig`

const RBAC = 'rbac.authorization.k8s.io'

const accountObjects = ({ owner, trial, namespace, mayChange }: TrialPlace): readonly object[] => {
  const labels = { [LABEL_OWNER]: owner, [LABEL_TRIAL]: trial }
  const subjects = [{ kind: 'ServiceAccount', name: trial, namespace: TENANCY }]
  const role = (name: string, rules: readonly RoleRule[]): object => ({
    apiVersion: `${RBAC}/v1`,
    kind: 'Role',
    metadata: { name, namespace },
    rules,
  })
  const binding = (name: string, kind: 'Role' | 'ClusterRole', role: string): object => ({
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: RBAC, kind, name: role },
    subjects,
  })
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: trial, namespace: TENANCY, labels } },
    role('operator-namespace', [
      { apiGroups: [''], resources: ['namespaces'], resourceNames: [namespace], verbs: ['get'] },
    ]),
    binding('operator-namespace', 'Role', 'operator-namespace'),
    binding('operator-read', 'ClusterRole', READER_ROLE),
    ...(mayChange === 'edit'
      ? [binding('operator-edit', 'ClusterRole', 'edit')]
      : [role('operator-scope', roleOfScope(mayChange)), binding('operator-scope', 'Role', 'operator-scope')]),
  ]
}

const Config = z.looseObject({
  clusters: z.array(z.looseObject({ cluster: z.record(z.string(), z.unknown()) })).min(1),
})

/** JSON is YAML too. */
const kubeconfigFor = (cluster: object, { namespace }: TrialPlace, token: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'cluster',
    clusters: [{ name: 'cluster', cluster }],
    contexts: [{ name: 'cluster', context: { cluster: 'cluster', user: 'operator', namespace } }],
    users: [{ name: 'operator', user: { token } }],
  })
