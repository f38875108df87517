import { z } from 'zod'
import { type CommandOutcome, describeOutcome, stdoutOf } from '../domain/command-outcome.ts'
import { type Finding, fine, wrong } from './finding.ts'

const CHECK = 'kubectl and server'

/** Of kubectl v1: the first that has `create token`. */
const OLDEST_MINOR = 24

/** Versions of kubectl and of the server, or why there are none: then nothing else can be looked at. */
export type ReadVersions =
  | { readonly status: 'read'; readonly client: string; readonly server: string }
  | { readonly status: 'unread'; readonly hasKubectl: boolean; readonly finding: Finding }

/** @param outcome of `kubectl version -o json` */
export const readVersions = (outcome: CommandOutcome): ReadVersions => {
  const hasKubectl = outcome.status !== 'exited' || (outcome.exitCode !== 127 && outcome.exitCode !== 126)
  const unread = (remedy: string): ReadVersions => ({
    status: 'unread',
    hasKubectl,
    finding: wrong(CHECK, { detail: describeOutcome(outcome), remedy }),
  })
  if (!hasKubectl) return unread('install kubectl on the target host, in the PATH of a non-interactive shell')
  const read = Version.safeParse(parsed(stdoutOf(outcome)))
  if (!read.success || read.data.serverVersion === undefined)
    return unread(
      'name the kubeconfig with kube_context (a path on the target host, readable for the account), and check that its server is reachable there',
    )
  const { clientVersion, serverVersion } = read.data
  return { status: 'read', client: clientVersion.gitVersion, server: serverVersion.gitVersion }
}

export const judgeVersions = ({ client, server }: { readonly client: string; readonly server: string }): Finding => {
  const detail = `kubectl ${client}, server ${server}`
  const [own, wanted] = [minorOf(client), Math.max(OLDEST_MINOR, minorOf(server))]
  if (own < OLDEST_MINOR)
    return wrong(CHECK, {
      detail: `${detail}: this kubectl is too old`,
      remedy: `install kubectl v1.${wanted} on the target host; before v1.${OLDEST_MINOR} it cannot make the tokens of methods`,
    })
  const skew = own - minorOf(server)
  if (Math.abs(skew) <= 1) return fine(CHECK, detail)
  return wrong(CHECK, {
    status: 'warning',
    detail: `${detail}: ${Math.abs(skew)} minor versions ${skew < 0 ? 'older' : 'newer'}`,
    remedy: `use a kubectl that is at most one minor version away, such as v1.${wanted}`,
  })
}

const Version = z.looseObject({
  clientVersion: z.looseObject({ gitVersion: z.string() }),
  serverVersion: z.looseObject({ gitVersion: z.string() }).optional(),
})

const minorOf = (version: string): number => Number(/^v\d+\.(\d+)/.exec(version)?.[1] ?? 0)

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
