import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { createRng } from '../../adapters/system/create-rng.ts'
import { UsageError } from '../../domain/errors.ts'
import { replaySession } from '../../sandbox/replay/replay-session.ts'
import { readSession, SessionError, type SessionStep } from '../../sandbox/replay/session-step.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'
import { claimOutput } from './claim-output.ts'
import { writeTextFile } from './write-file.ts'

export interface ReplayRequest {
  /** JSON lines of a recorded session. */
  readonly session: string
  readonly out: string
  readonly seed: string
}

/** Types a recorded session into the sandbox and writes what it printed. Progress goes to the log. */
export const replaySessionFile = async (
  { io, printer }: CommandContext,
  { session, out, seed }: ReplayRequest,
): Promise<ExitCode> => {
  await claimOutput(printer, { flag: '--out', file: out, inputs: [session] })
  const steps = await readSteps(session)
  const files = await readFolder(join(dirname(session), 'manifests'))
  const total = steps.filter(({ step }) => step === 'case').length
  let done = 0
  const cases = await replaySession(
    {
      rng: createRng(seed),
      files,
      signal: io.signal,
      onCase: ({ id, exit }) => {
        done += 1
        if (done % 100 === 0 || done === total) printer.log(`${done}/${total} ${id}: exit ${exit}`)
      },
    },
    steps,
  )
  await writeTextFile(out, cases.map((each) => `${JSON.stringify(each)}\n`).join(''))
  printer.result({ json: () => ({ cases: total, out }), text: () => `${total} cases: ${out}` })
  return exitCode.done
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
