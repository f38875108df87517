import type { Command } from '../command.ts'
import { failure } from '../errors.ts'
import type { Session } from '../session.ts'

interface Refusal {
  readonly name: string
  readonly summary: string
  readonly usage: string
  /** What to do instead. */
  readonly instead: string
  readonly flags?: Command['flags']
  /** Complaints about the arguments come first, as they would from the verb itself. */
  readonly check?: (session: Session) => void
}

/** A verb that needs what a simulated host or cluster cannot give: a terminal, an open connection, files on both sides, a signer. */
const refusing = ({ name, summary, usage, instead, flags = {}, check = () => {} }: Refusal): Command => ({
  summary,
  usage,
  flags: { ...ANY_FLAGS, ...flags },
  run: (session) => {
    check(session)
    throw failure(`kubectl ${name} is not available on this host: ${instead}`)
  },
})

/** Flags that people give to these verbs; they are read so that the refusal is about the verb. */
const ANY_FLAGS = {
  container: { type: 'string', short: 'c' },
  filename: { type: 'strings', short: 'f' },
  output: { type: 'string', short: 'o' },
  'pod-running-timeout': { type: 'duration', initial: '1m0s' },
  stdin: { type: 'bool', short: 'i' },
  tty: { type: 'bool', short: 't' },
} as const satisfies Command['flags']

export const attach = refusing({
  name: 'attach',
  summary: 'Attach to a running container',
  usage: '(POD | TYPE/NAME) -c CONTAINER',
  instead: 'read what it writes with logs -f, and run commands in it with exec',
  flags: { quiet: { type: 'bool', short: 'q' } },
  check: ({ flags }) => {
    if (flags.args.length === 0) throw failure('at least 1 argument is required for attach')
  },
})

export const certificate = refusing({
  name: 'certificate',
  summary: 'Modify certificate resources',
  usage: '(approve | deny) (-f FILENAME | NAME)',
  instead: 'nothing in this cluster signs requests; get an account a token with create token',
  flags: { force: { type: 'bool' } },
})

export const completion = refusing({
  name: 'completion',
  summary: 'Output shell completion code for the specified shell (bash, zsh, fish, or powershell)',
  usage: 'SHELL',
  instead: 'its shells complete nothing',
  check: ({ flags }) => {
    const [shell, ...others] = flags.args
    if (shell === undefined) throw failure("Shell not specified.\nSee 'kubectl completion -h' for help and examples")
    if (others.length > 0)
      throw failure(
        "Too many arguments. Expected only the shell type.\nSee 'kubectl completion -h' for help and examples",
      )
    if (!['bash', 'zsh', 'fish', 'powershell'].includes(shell))
      throw failure(`Unsupported shell type "${shell}".\nSee 'kubectl completion -h' for help and examples`)
  },
})

export const kustomize = refusing({
  name: 'kustomize',
  summary: 'Build a kustomization target from a directory or URL',
  usage: 'DIR',
  instead: 'apply plain manifests with -f, as -k does not work here either',
})

export const copy = refusing({
  name: 'cp',
  summary: 'Copy files and directories to and from containers',
  usage: '<file-spec-src> <file-spec-dest>',
  instead: 'read a file with exec POD -- cat FILE, and write one with exec -i POD -- tee FILE',
  flags: { 'no-preserve': { type: 'bool' }, retries: { type: 'int', initial: 0 } },
  check: ({ flags }) => {
    if (flags.args.length !== 2) throw failure('source and destination are required')
    if (!flags.args.some((spec) => spec.includes(':'))) {
      throw failure('one of src or dest must be a remote file specification')
    }
  },
})

export const edit = refusing({
  name: 'edit',
  summary: 'Edit a resource on the server',
  usage: '(RESOURCE/NAME | -f FILENAME)',
  instead: 'there is no terminal for an editor; use patch, set or apply',
  flags: {
    'field-manager': { type: 'string' },
    'output-patch': { type: 'bool' },
    'save-config': { type: 'bool' },
    subresource: { type: 'string' },
    validate: { type: 'string', initial: 'strict', implied: 'strict' },
    'windows-line-endings': { type: 'bool' },
  },
})

export const portForward = refusing({
  name: 'port-forward',
  summary: 'Forward one or more local ports to a pod',
  usage: 'TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
  instead: 'send requests from inside, with exec or run --rm -i',
  flags: { address: { type: 'strings' } },
  check: ({ flags }) => {
    if (flags.args.length < 2) {
      throw failure(
        "TYPE/NAME and list of ports are required for port-forward\nSee 'kubectl port-forward -h' for help and examples",
      )
    }
  },
})

export const proxy = refusing({
  name: 'proxy',
  summary: 'Run a proxy to the Kubernetes API server',
  usage: '[--port=PORT] [--www=static-dir] [--www-prefix=prefix] [--api-prefix=prefix]',
  instead: 'read a path of the API with get --raw',
  flags: {
    'accept-hosts': { type: 'string' },
    address: { type: 'string' },
    'api-prefix': { type: 'string' },
    port: { type: 'string', short: 'p' },
    'unix-socket': { type: 'string', short: 'u' },
    www: { type: 'string', short: 'w' },
    'www-prefix': { type: 'string', short: 'P' },
  },
})
