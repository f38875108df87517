import type { IFileSystem, TransformPlugin } from 'just-bash'
import type { LiveOutput } from '../../api/types/connect.ts'
import type { ShellCommand } from './command.ts'
import { holds, isNamed } from './mend-syntax.ts'
import type { Node } from './mend-syntax.ts'
import { STAND_INS } from './stand-in-names.ts'

/** What a shell needs so that somebody hears what its scripts print when they print it. */
export interface WaysOut {
  readonly live: LiveOutput
  /** The machine's files, with a place for each stream. */
  readonly files: IFileSystem
  /** Runs the command that its first word names, which then prints while it runs. */
  readonly speak: ShellCommand
  /** Changes the next script, and none that its commands start in their turn: those print for them. */
  readonly rewriteNext: () => TransformPlugin
}

/**
 * Sends the output of each command of a script, as it ends, to whoever listens: the interpreter itself hands everything over at the end.
 * Commands that print while they run are told where to.
 */
export const openWaysOut = (
  { files, commands }: { readonly files: IFileSystem; readonly commands: readonly ShellCommand[] },
  live: LiveOutput,
): WaysOut => {
  const speakers = new Map(commands.flatMap((one) => (one.isSpeaker === true ? [[one.name, one]] : [])))
  return {
    live,
    files: withStreams(files, live),
    speak: {
      name: STAND_INS.live,
      run: (call) => {
        const [name = '', ...args] = call.args
        const command = speakers.get(name)
        if (command === undefined) throw new Error(`${name} cannot print while it runs`)
        return command.run({ ...call, args })
      },
    },
    rewriteNext: () => {
      let isSpent = false
      return {
        name: 'live-output',
        transform: ({ ast }) => {
          // Where a script moves its own streams, they are no longer ours.
          const isKept = isSpent || holds(ast, movesStreams)
          isSpent = true
          if (isKept) return { ast }
          return {
            ast: { ...ast, statements: statements(ast.statements as unknown as readonly Node[], speakers) } as never,
          }
        },
      }
    },
  }
}

/** Places of which nobody else knows; what is appended there has left the machine. */
const STREAMS = { '/dev/.live-stdout': 'stdout', '/dev/.live-stderr': 'stderr' } as const

const withStreams = (files: IFileSystem, live: LiveOutput): IFileSystem => ({
  ...files,
  appendFile: async (path, content, options) => {
    const stream = (STREAMS as Readonly<Record<string, 'stdout' | 'stderr' | undefined>>)[path]
    if (stream === undefined) return files.appendFile(path, content, options)
    const text = typeof content === 'string' ? content : Buffer.from(content).toString('utf8')
    if (text !== '') live(stream, text)
  },
})

type Speakers = ReadonlyMap<string, ShellCommand>

const movesStreams = (node: Node): boolean => isNamed(node, 'exec')

const statements = (nodes: readonly Node[], speakers: Speakers): readonly Node[] =>
  nodes.map((node) => ({
    ...node,
    pipelines: (node['pipelines'] as readonly Node[]).map((pipeline) => {
      const commands = pipeline['commands'] as readonly Node[]
      const hasPipedErrors = (pipeline['pipeStderr'] as readonly boolean[] | undefined)?.includes(true) === true
      return {
        ...pipeline,
        commands: commands.map((command, index) => {
          if (index === commands.length - 1) return spoken(command, speakers)
          return hasPipedErrors || command['redirections'] === undefined ? command : redirected(command, ['stderr'])
        }),
      }
    }),
  }))

/** A command whose output is the script's. */
const spoken = (node: Node, speakers: Speakers): Node => {
  if (node['type'] === 'FunctionDef' || node['redirections'] === undefined) return node
  const own = (node['redirections'] as readonly Node[]).filter(({ operator }) => !String(operator).startsWith('<'))
  if (own.length > 0) return redirected(node, ['stdout', 'stderr'])
  const inner = (key: string): Node => ({ [key]: statements(node[key] as readonly Node[], speakers) })
  switch (node['type']) {
    case 'SimpleCommand':
      return redirected(speaker(node, speakers), ['stdout', 'stderr'])
    case 'Group':
    case 'Subshell':
    case 'For':
    case 'CStyleFor':
      return { ...node, ...inner('body') }
    case 'While':
    case 'Until':
      return { ...node, ...inner('condition'), ...inner('body') }
    case 'If':
      return {
        ...node,
        clauses: (node['clauses'] as readonly Node[]).map((clause) => ({
          ...clause,
          condition: statements(clause['condition'] as readonly Node[], speakers),
          body: statements(clause['body'] as readonly Node[], speakers),
        })),
        elseBody: node['elseBody'] === null ? null : inner('elseBody')['elseBody'],
      }
    case 'Case':
      return {
        ...node,
        items: (node['items'] as readonly Node[]).map((item) => ({
          ...item,
          body: statements(item['body'] as readonly Node[], speakers),
        })),
      }
    default:
      return redirected(node, ['stdout', 'stderr'])
  }
}

const speaker = (node: Node, speakers: Speakers): Node => {
  const name = node['name'] as { readonly parts: readonly Node[] } | null
  const [part] = name?.parts ?? []
  const isLiteral = name?.parts.length === 1 && /^(?:Literal|SingleQuoted)$/.test(String(part?.['type']))
  if (!isLiteral || !speakers.has(String(part?.['value']))) return node
  return { ...node, name: word(STAND_INS.live), args: [name, ...(node['args'] as readonly Node[])] }
}

/** In front: what the command says of its own streams comes after it. */
const redirected = (node: Node, streams: readonly ('stdout' | 'stderr')[]): Node => ({
  ...node,
  redirections: [
    ...streams.map((stream) => ({
      type: 'Redirection',
      fd: stream === 'stdout' ? null : 2,
      operator: '>>',
      target: word(`/dev/.live-${stream}`),
    })),
    ...(node['redirections'] as readonly Node[]),
  ],
})

const word = (value: string): Node => ({ type: 'Word', parts: [{ type: 'Literal', value }] })
