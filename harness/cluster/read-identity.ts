import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { EnvironmentIdentity } from '../domain/trial.ts'
import { mustRead, mustRun } from '../pipeline/must-run.ts'
import type { Shell } from '../ports/shell.ts'

const Version = z.looseObject({ serverVersion: z.looseObject({ gitVersion: z.string() }) })

export interface IdentityOptions {
  readonly kind: 'ssh' | 'local'
  readonly isolation: EnvironmentIdentity['isolation']
}

/**
 * What a cluster's results may be compared with. The fingerprint follows from the cluster itself (the uid of kube-system, its version, that of
 * Chaos Mesh) and from the isolation of methods, not from the way to it.
 */
export const readIdentity = async (
  harness: Shell,
  { kind, isolation }: IdentityOptions,
): Promise<EnvironmentIdentity> => {
  const { serverVersion } = Version.parse(await mustRead(harness, 'kubectl version -o json'))
  const uid = await mustRun(harness, `kubectl get namespace kube-system -o jsonpath='{.metadata.uid}'`)
  const chaos = await readChaosVersion(harness)
  return {
    kind,
    kubernetesVersion: serverVersion.gitVersion,
    fingerprint: createHash('sha256')
      .update(JSON.stringify([uid.trim(), serverVersion.gitVersion, chaos, isolation]))
      .digest('hex'),
    isolation,
  }
}

/** The images of Chaos Mesh's controller; empty where it is not installed. */
export const readChaosVersion = async (harness: Shell): Promise<string> =>
  (
    await mustRun(
      harness,
      `kubectl get deployments -A -l app.kubernetes.io/name=chaos-mesh,app.kubernetes.io/component=controller-manager -o jsonpath='{.items[*].spec.template.spec.containers[*].image}'`,
    )
  ).trim()
