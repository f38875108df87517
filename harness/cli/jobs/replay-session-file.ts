import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { createRng } from '../../adapters/system/create-rng.ts'
import { UsageError } from '../../domain/errors.ts'
import { replayBlocks, type ReplayedCase } from '../../sandbox/replay/replay-session.ts'
import { type SessionBlock, splitBlocks } from '../../sandbox/replay/split-blocks.ts'
import { readSession, SessionError, type SessionStep } from '../../sandbox/replay/session-step.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'
import { findProgram } from '../live/find-program.ts'
import { compareWithOwn } from '../live/compare-with-own.ts'
import { type KubectlCase, replayWithKubectl } from '../live/replay-with-kubectl.ts'
import { claimOutput } from './claim-output.ts'
import { writeTextFile } from './write-file.ts'

export interface ReplayRequest {
  /** JSON lines of a recorded session. */
  readonly session: string
  readonly out: string
  readonly seed: string
  /** Who carries out the commands: the sandbox's own shell, or bash and a real kubectl on this machine. */
  readonly via: 'shell' | 'kubectl'
  /** A program, or its name. */
  readonly kubectl: string
  /** With kubectl: cluster seconds a second. */
  readonly speed: number
}

/** Types a recorded session into the sandbox and writes what it printed. Progress goes to the log. */
export const replaySessionFile = async (
  { io, printer }: CommandContext,
  blocks: readonly string[],
  { session, out, seed, via, kubectl, speed }: ReplayRequest,
): Promise<ExitCode> => {
  await claimOutput(printer, { flag: '--out', file: out, inputs: [session] })
  const chosen = chooseBlocks(splitBlocks(await readSteps(session)), blocks)
  const files = await readFolder(join(dirname(session), 'manifests'))
  const total = chosen.flatMap(({ steps }) => steps).filter(({ step }) => step === 'case').length
  let done = 0
  const onCase = ({ id, exit }: ReplayedCase): void => {
    done += 1
    if (done % 100 === 0 || done === total) printer.log(`${done}/${total} ${id}: exit ${exit}`)
  }
  const shared = { rng: createRng(seed), files, onCase, signal: io.signal }
  const cases: KubectlCase[] = []
  if (via === 'shell') cases.push(...(await replayBlocks(shared, chosen)))
  else {
    const program = findProgram(io.env['PATH'] ?? '', kubectl)
    const onError = (error: unknown): void =>
      printer.log(`sandbox: a defect: ${error instanceof Error ? error.message : String(error)}`)
    for (const block of chosen)
      cases.push(...(await replayWithKubectl({ ...shared, kubectl: program, speed, onError }, block)))
  }
  await writeTextFile(out, cases.map((each) => `${JSON.stringify(each)}\n`).join(''))
  const twice = compareWithOwn(cases)
  const differing = twice.filter(({ isExact }) => !isExact).map(({ id }) => id)
  printer.result({
    json: () => ({ cases: total, out, ...(via === 'kubectl' ? { twice: twice.length, differing } : {}) }),
    text: () => `${total} cases: ${out}${via === 'kubectl' ? `\n${describeTwice(twice.length, differing)}` : ''}`,
  })
  return exitCode.done
}

const describeTwice = (count: number, differing: readonly string[]): string =>
  `${count} cases change nothing and were typed into the sandbox's own kubectl too: ` +
  (differing.length === 0 ? 'it printed the same' : `it printed something else in ${differing.join(', ')}`)

/** @throws {UsageError} for a name that no block has */
const chooseBlocks = (all: readonly SessionBlock[], names: readonly string[]): readonly SessionBlock[] => {
  for (const name of names)
    if (!all.some((block) => block.name === name))
      throw new UsageError(`no block ${name} in this session; it has ${all.map((block) => block.name).join(', ')}`)
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name))
}

const readSteps = async (file: string): Promise<readonly SessionStep[]> => {
  try {
    return readSession(await readFile(file, 'utf8'))
  } catch (cause) {
    if (cause instanceof SessionError) throw new UsageError(`${file}: ${cause.message}`, { cause })
    throw new UsageError(`${file}: cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
}

/** Contents by path below the folder, `/` between its parts; none where there is no such folder. */
const readFolder = async (folder: string): Promise<ReadonlyMap<string, string>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new UsageError(`${folder}: cannot be read`, { cause: error })
  })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const contents = await Promise.all(
    paths.map(async (path) => [relative(folder, path).split(sep).join('/'), await readFile(path, 'utf8')] as const),
  )
  return new Map(contents.sort(([a], [b]) => (a < b ? -1 : 1)))
}
