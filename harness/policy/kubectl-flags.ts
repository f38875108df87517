import type { Word } from './word.ts'

/** The arguments of a kubectl command, sorted. */
export interface KubectlArguments {
  readonly positionals: readonly (string | null)[]
  /** Last value wins, as kubectl has it. Null: only running tells. Flags without value: `true`. */
  readonly flags: ReadonlyMap<string, string | null>
  /** What follows `--`. */
  readonly rest: readonly Word[]
  /** A flag that is not known, so that the words after it cannot be told apart. */
  readonly unknownFlag: string | null
  /** A word outside flag values that only running tells: it may bring further flags. */
  readonly open: boolean
}

const VALUE_FLAGS = new Set(
  (
    'namespace selector output filename kustomize container patch patch-file type replicas timeout for field-selector sort-by tail since ' +
    'since-time template label-columns to-revision revision grace-period image env limits requests from-literal from-file from-env-file ' +
    'server as as-group as-uid kubeconfig context cluster user token certificate-authority client-certificate client-key tls-server-name ' +
    'current-replicas resource-version subresource field-manager chunk-size raw request-timeout cache-dir min max cpu cpu-percent memory port ' +
    'target-port name verb resource resource-name clusterrole role serviceaccount group schedule limit-bytes max-log-requests ' +
    'pod-running-timeout restart overrides labels keys from prefix-with v vmodule profile profile-output username password address ' +
    'event-types events-limit protocol external-ip load-balancer-ip cluster-ip session-affinity hard scopes value description ' +
    'rule class default-backend annotation min-available max-unavailable audience duration bound-object-kind bound-object-name ' +
    'local-path tcp api-group api-version output-version skip-headers target copy-to set-image profile-type pod-selector retries disable-eviction-timeout ' +
    'prune-allowlist whitelist-file match-server-version-timeout output-directory namespaces'
  ).split(' '),
)
const BOOLEAN_FLAGS = new Set(
  (
    'all all-namespaces watch watch-only no-headers show-labels show-kind show-managed-fields ignore-not-found recursive follow previous ' +
    'timestamps all-containers prefix ignore-errors stdin tty quiet dry-run cascade force now wait local overwrite list help client ' +
    'server-side force-conflicts save-config validate record containers sum use-protocol-buffers insecure-skip-tls-verify warnings-as-errors ' +
    'match-server-version namespaced cached show-events allow-missing-template-keys windows-line-endings resolve rm expose attach ' +
    'leave-stdin-open command ignore-daemonsets delete-emptydir-data delete-local-data disable-eviction prune openapi-print-columns ' +
    'flatten minify no-clobber retry-partial share-processes same-node replace arguments-only keep-annotations privileged ' +
    'output-watch-events show-swap show-capacity raw-output interactive'
  ).split(' '),
)
const SHORT: Readonly<Record<string, string>> = {
  n: 'namespace',
  l: 'selector',
  o: 'output',
  f: 'filename',
  k: 'kustomize',
  c: 'container',
  p: 'patch',
  e: 'env',
  L: 'label-columns',
  s: 'server',
  v: 'v',
  A: 'all-namespaces',
  w: 'watch',
  R: 'recursive',
  i: 'stdin',
  t: 'tty',
  q: 'quiet',
  h: 'help',
}
const SHORT_OF_LOGS: Readonly<Record<string, string>> = { f: 'follow', p: 'previous' }

/** Sorts the words after `kubectl`. */
export const readKubectlFlags = (words: readonly Word[]): KubectlArguments => {
  const positionals: (string | null)[] = []
  const flags = new Map<string, string | null>()
  let unknownFlag: string | null = null
  let open = false
  let index = 0
  for (; index < words.length; index += 1) {
    const word = words[index]
    const text = word?.text ?? null
    if (text === null) {
      open = true
      positionals.push(null)
      continue
    }
    if (text === '--') break
    if (!text.startsWith('-') || text === '-') {
      positionals.push(text)
      continue
    }
    for (const flag of text.startsWith('--') ? longFlag(text) : shortFlags(text, positionals[0] ?? null)) {
      if (flag.value !== undefined) flags.set(flag.name, flag.value)
      else if (VALUE_FLAGS.has(flag.name)) {
        index += 1
        const value = words[index]
        if (value?.splits === true) open = true
        flags.set(flag.name, value?.text ?? null)
      } else if (BOOLEAN_FLAGS.has(flag.name)) flags.set(flag.name, 'true')
      else unknownFlag ??= text
    }
  }
  return { positionals, flags, rest: words.slice(index + 1), unknownFlag, open }
}

interface Flag {
  readonly name: string
  readonly value?: string
}

function longFlag(text: string): readonly Flag[] {
  const [, name = '', value] = /^--([^=]+)(?:=([^]*))?$/.exec(text) ?? []
  return [value === undefined ? { name } : { name, value }]
}

// `-it`, `-nNAMESPACE`, `-n=NAMESPACE`, `-oyaml`: letters without value up to the first with one, which takes the rest.
function shortFlags(text: string, verb: string | null): readonly Flag[] {
  const found: Flag[] = []
  for (let at = 1; at < text.length; at += 1) {
    const letter = text[at] ?? ''
    const name = (verb === 'logs' ? SHORT_OF_LOGS[letter] : undefined) ?? SHORT[letter] ?? `-${letter}`
    if (VALUE_FLAGS.has(name)) {
      const attached = text.slice(at + 1).replace(/^=/, '')
      return [...found, attached === '' ? { name } : { name, value: attached }]
    }
    found.push({ name })
  }
  return found
}
