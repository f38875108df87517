import type { ContainerTarget } from '../../kubelet/types.ts'
import type { InitialContents } from '../script/clocked-files.ts'

/** What a container finds in its file system, as far as programs and people look. */
export const containerFiles = (
  { runtime, container }: ContainerTarget,
  programs: readonly string[],
): InitialContents => {
  const { name, namespace = 'default' } = runtime.pod.metadata
  const binary = '\u007fELF'
  return {
    ...Object.fromEntries(
      programs.flatMap((program) => [
        [`/bin/${program}`, binary],
        [`/usr/bin/${program}`, binary],
      ]),
    ),
    '/etc/hostname': `${name}\n`,
    '/etc/hosts': `# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n${runtime.ip}\t${name}\n`,
    '/etc/resolv.conf': `search ${namespace}.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n`,
    '/var/run/secrets/kubernetes.io/serviceaccount/namespace': namespace,
    ...Object.fromEntries([...container.files].map((path) => [path, ''])),
  }
}
