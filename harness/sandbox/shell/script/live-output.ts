import type { IFileSystem, TransformPlugin } from 'just-bash'
import { holds, isNamed } from './mend-syntax.ts'
import type { Node } from './mend-syntax.ts'
import { STAND_INS } from './stand-in-names.ts'

/** Hears what a script prints when it prints it. */
export type LiveOutput = (stream: 'stdout' | 'stderr', text: string) => void

/** Places of which nobody else knows; what is appended there has left the machine. */
const STREAMS = { '/dev/.live-stdout': 'stdout', '/dev/.live-stderr': 'stderr' } as const

/** The machine's files, with the two ways out. */
export const withWaysOut = (files: IFileSystem, live: LiveOutput): IFileSystem => ({
  ...files,
  appendFile: async (path, content, options) => {
    const stream = (STREAMS as Readonly<Record<string, 'stdout' | 'stderr' | undefined>>)[path]
    if (stream === undefined) return files.appendFile(path, content, options)
    const text = typeof content === 'string' ? content : Buffer.from(content).toString('utf8')
    if (text !== '') live(stream, text)
  },
})

/**
 * Sends the output of each command of a script, as it ends, to the ways out: the interpreter itself hands everything over at the end.
 * Commands that print while they run (`speakers`) are told where to. It changes one script each time it is armed, so that what
 * commands start in their turn prints for them.
 */
export const createLiveRewrite = (
  speakers: ReadonlySet<string>,
): { readonly plugin: TransformPlugin; readonly arm: () => void } => {
  let isArmed = false
  return {
    arm: () => {
      isArmed = true
    },
    plugin: {
      name: 'live-output',
      transform: ({ ast }) => {
        // Where a script moves its own streams, they are no longer ours.
        if (!isArmed || holds(ast, movesStreams)) return { ast }
        isArmed = false
        return {
          ast: { ...ast, statements: statements(ast.statements as unknown as readonly Node[], speakers) } as never,
        }
      },
    },
  }
}

const movesStreams = (node: Node): boolean => isNamed(node, 'exec')

const statements = (nodes: readonly Node[], speakers: ReadonlySet<string>): readonly Node[] =>
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
const spoken = (node: Node, speakers: ReadonlySet<string>): Node => {
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

const speaker = (node: Node, speakers: ReadonlySet<string>): Node => {
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
