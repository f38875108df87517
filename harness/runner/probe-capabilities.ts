import { stdoutOf, succeeded } from '../domain/command-outcome.ts'
import type { CapabilityProbe } from '../ports/components.ts'
import type { Shell } from '../ports/shell.ts'
import { quote } from './with-environment.ts'

const TIMEOUT_MS = 30_000
const TOOLS = ['kubectl', 'awk', 'jq', 'xargs', 'curl', 'helm']
const VERBS_COLUMN = /^(\S+)\s+\[[^\]]*\]\s+\[[^\]]*\]\s+\[([^\]]*)\]$/

/** κ(E), found with four read-only commands: permissions in the card's namespace, tools of the host, metrics, server version. */
export const capabilityProbe: CapabilityProbe = {
  probe: async ({ card, shell }) => {
    const namespace = quote(card.namespace)
    const permissions = await ask(shell, `kubectl auth can-i --list --no-headers -n ${namespace}`)
    const tools = await ask(
      shell,
      `for tool in ${TOOLS.join(' ')}; do command -v "$tool" >/dev/null && echo "$tool"; done; true`,
    )
    const metrics = await shell.exec(`kubectl -n ${namespace} top pods`, { timeoutMs: TIMEOUT_MS })
    const version = await ask(shell, 'kubectl version -o json')
    return {
      permissions: permissions.split('\n').flatMap(permissionsOf).toSorted(),
      tools: tools.split('\n').filter(Boolean),
      metrics: succeeded(metrics),
      kubernetesVersion: /"serverVersion"[\s\S]*?"gitVersion": "([^"]+)"/.exec(version)?.[1] ?? null,
    }
  },
}

const ask = async (shell: Shell, command: string): Promise<string> =>
  stdoutOf(await shell.exec(command, { timeoutMs: TIMEOUT_MS }))

// A line of `auth can-i --list`: resources, non-resource URLs, resource names, verbs.
const permissionsOf = (line: string): readonly string[] => {
  const [, resource, verbs] = VERBS_COLUMN.exec(line.trim()) ?? []
  return resource === undefined || verbs === undefined
    ? []
    : verbs
        .split(' ')
        .filter(Boolean)
        .map((verb) => `${verb} ${resource}`)
}
