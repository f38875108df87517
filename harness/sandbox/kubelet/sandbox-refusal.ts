import type { PodRuntime } from './pod-runtime.ts'

/** Why the runtime cannot make a pod's sandbox: its first process needs a few megabytes, which a tiny limit does not leave it. */
export const sandboxRefusal = ({ containers }: PodRuntime): string | undefined =>
  containers.some(({ memoryLimitBytes }) => memoryLimitBytes < NEEDED_BYTES)
    ? 'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to start sandbox: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: container init was OOM-killed (memory limit too low?)'
    : undefined

const NEEDED_BYTES = 4 * 1024 ** 2
