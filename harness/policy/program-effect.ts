import { type KubectlCommand, readKubectlCommand } from './kubectl-command.ts'
import { parseCommand } from './parse-command.ts'
import type { SimpleCommand } from './simple-command.ts'
import { isShell } from './unwrap-command.ts'
import type { Word } from './word.ts'

/** What one program of a command line may do. */
export type ProgramEffect =
  /** Works on text and on the operator's own files. */
  | { readonly type: 'harmless' }
  | { readonly type: 'kubectl'; readonly command: KubectlCommand; readonly execs: readonly ProgramEffect[] }
  /** Runs text, or as someone else, in a way that cannot be read beforehand. */
  | { readonly type: 'escape'; readonly reason: string }
  | { readonly type: 'unknown'; readonly program: string }

/** Judges one program by its name and arguments; `defaultNamespace` is where kubectl works without `-n`. */
export const programEffect = (command: SimpleCommand, defaultNamespace: string): ProgramEffect => {
  const [program, ...args] = command.argv
  if (program === undefined) return { type: 'harmless' }
  if (program.text === null) return escape('which program runs is known only when it runs')
  const name = program.text.slice(program.text.lastIndexOf('/') + 1)
  if (name === 'kubectl') {
    const kubectl = readKubectlCommand(args, defaultNamespace)
    return {
      type: 'kubectl',
      command: kubectl,
      execs: kubectl.effect.type === 'exec' ? insideContainer(kubectl.effect.argv) : [],
    }
  }
  if (isShell(name) || ESCAPES.has(name)) return escape(`${name} runs commands that cannot be read beforehand`)
  const runs = RUNS.get(name)
  if (runs !== undefined && args.some((word) => word.text === null || runs.test(word.text)))
    return escape(`this use of ${name} may run further commands`)
  if (HTTP_CLIENTS.has(name))
    return isSending(name, args) ? { type: 'unknown', program: `${name} that sends data` } : { type: 'harmless' }
  return HARMLESS.has(name) ? { type: 'harmless' } : { type: 'unknown', program: name }
}

const escape = (reason: string): ProgramEffect => ({ type: 'escape', reason })

const ESCAPES = new Set(
  (
    'eval source . alias trap enable coproc sudo su doas ssh scp sftp rsync nc ncat socat telnet python python2 python3 perl ruby node deno bun ' +
    'php lua tclsh expect script parallel watch at batch crontab systemctl service docker podman crictl ctr nerdctl nsenter chroot unshare ' +
    'make go npm npx pip apt apt-get apk yum dnf helm k9s flux argocd busybox toybox strace gdb vi vim nano ed emacs man'
  ).split(' '),
)

// Text tools with a way to run commands: refused where their arguments use it.
const AWK_RUNS = /system\s*\(|getline|@|print[^;}]*(?<!\|)\|(?!\|)|\|&|^-(?:f|E|i|l)|^--(?:file|exec|include|load)/
const SED_RUNS = /(?:^|[;{}/\d$!])\s*e(?:[\s;}]|$)|s(\W).*\1.*\1\w*e\w*|^-f|^--file/
const RUNS: ReadonlyMap<string, RegExp> = new Map([
  ['awk', AWK_RUNS],
  ['gawk', AWK_RUNS],
  ['mawk', AWK_RUNS],
  ['sed', SED_RUNS],
  ['find', /^-(?:exec|execdir|ok|okdir|delete|fprint\w*|fls)$/],
])

const HARMLESS = new Set(
  (
    'echo printf true false : test [ [[ let cat tac head tail grep egrep fgrep sed awk gawk mawk sort uniq wc cut tr jq yq column paste join comm ' +
    'diff cmp rev nl fold fmt expand seq date sleep expr basename dirname realpath readlink tee ls pwd cd pushd popd find which type command hash ' +
    'export set shopt read mapfile readarray declare typeset local readonly unset shift return exit break continue wait getopts umask env printenv ' +
    'id whoami hostname uname uptime df du free ps top stat file mktemp mkdir touch base64 md5sum sha256sum od xxd hexdump strings yes bc ' +
    'nslookup dig host ping traceroute getent ip ss netstat kill jobs fg bg logger clear tput dos2unix less more gzip gunzip zcat'
  ).split(' '),
)

const HTTP_CLIENTS = new Set(['curl', 'wget'])

const isSending = (name: string, args: readonly Word[]): boolean =>
  args.some(({ text }, index) => {
    if (text === null) return false
    if (/^(?:--request|-X)$/.test(text)) return !/^(?:GET|HEAD|OPTIONS)$/.test(args[index + 1]?.text ?? '')
    if (/^(?:--request=|-X)./.test(text)) return !/(?:GET|HEAD|OPTIONS)$/.test(text)
    return name === 'curl'
      ? /^(?:-d|-F|-T|--data|--form|--upload-file|--json|-K|--config)/.test(text)
      : /^(?:--post|--body|--method=(?!GET|HEAD)|--execute|-e$)/.test(text)
  })

// What runs inside a container; processes there belong to the app, so that ending one is no harmless thing.
function insideContainer(argv: readonly Word[]): readonly ProgramEffect[] {
  const quoted = argv.map(({ text }) => (text === null ? '"$(:)"' : `'${text.replaceAll("'", "'\\''")}'`)).join(' ')
  const parsed = parseCommand(quoted)
  if (parsed.status === 'unparsable') return [escape(parsed.reason)]
  return parsed.commands.map((command) => {
    const effect = programEffect(command, '')
    const name = command.argv[0]?.text ?? ''
    return effect.type === 'kubectl' ||
      CHANGES_A_CONTAINER.has(name) ||
      command.writes.some((file) => file !== '/dev/null')
      ? { type: 'unknown', program: name }
      : effect
  })
}

const CHANGES_A_CONTAINER = new Set(['kill', 'tee', 'touch', 'mkdir', 'yes', 'gzip', 'gunzip'])
