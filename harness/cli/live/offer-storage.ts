import type { Shell } from '../../ports/shell.ts'
import { mustRun } from '../../pipeline/must-run.ts'

/** A class of volumes that exists, for whoever has to give a claim one. It is not the default: claims that name none stay as they are. */
export const offerStorage = async (shell: Shell, signal: AbortSignal): Promise<void> => {
  const manifest = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'local-path' },
    provisioner: 'rancher.io/local-path',
    volumeBindingMode: 'WaitForFirstConsumer',
    reclaimPolicy: 'Delete',
  }
  await mustRun(shell, 'kubectl apply -f -', { signal, stdin: JSON.stringify(manifest) })
}
