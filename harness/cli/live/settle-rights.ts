import type { Shell } from '../../ports/shell.ts'
import { mustRun } from '../../pipeline/must-run.ts'
import type { SandboxSettings } from '../../sandbox/profiles/sandbox-settings.ts'

/** Sets up what a profile says of the app's namespace: what the operator may do there, and how much fits. */
export const settleRights = async (
  shell: Shell,
  { operator, quota }: Pick<SandboxSettings, 'operator' | 'quota'>,
  { namespace, signal }: { readonly namespace: string; readonly signal: AbortSignal },
): Promise<void> => {
  if (operator === 'view') await mustRun(shell, `kubectl -n ${namespace} delete rolebinding operator-edit`, { signal })
  if (quota === null) return
  const manifest = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'limits', namespace },
    spec: { hard: quota },
  }
  await mustRun(shell, `kubectl -n ${namespace} apply -f -`, { signal, stdin: JSON.stringify(manifest) })
}
