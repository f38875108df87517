import { join, resolve } from 'node:path'
import { systemClock } from '../../adapters/system/system-clock.ts'
import { UsageError } from '../../domain/errors.ts'
import { sandboxProfile } from '../../sandbox/profiles/sandbox-settings.ts'
import { createRng } from '../../adapters/system/create-rng.ts'
import { FILES, writeAccessFiles, writePrivate } from '../live/access-files.ts'
import { processStart } from '../../adapters/system/process-start.ts'
import { breakApp } from '../live/break-app.ts'
import { planUp, type Wish } from '../live/plan-up.ts'
import { APPS, putApp } from '../live/put-app.ts'
import { offerStorage } from '../live/offer-storage.ts'
import { settleRights } from '../live/settle-rights.ts'
import { startLiveSandbox } from '../live/start-live-sandbox.ts'
import {
  claimFolder,
  defaultFolder,
  removeFiles,
  runningSandbox,
  type SandboxState,
  stateFile,
} from '../live/state-file.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'

export interface UpRequest extends Wish {
  readonly namespace?: string
  readonly speed: number
  readonly seed: string
  readonly folder?: string
}

/** Starts a sandbox for people and programs of this machine, says how to reach it, and keeps it up until it is told to stop. */
export const sandboxUp = async (context: CommandContext, request: UpRequest): Promise<ExitCode> => {
  const parent = process.ppid
  const folder = resolve(request.folder ?? defaultFolder())
  const removeIfMade = claimFolder(folder)
  try {
    return await upIn(context, folder, request, parent)
  } finally {
    removeIfMade()
  }
}

/** @param parent the process that started this one */
const upIn = async (
  { io, printer }: CommandContext,
  folder: string,
  request: UpRequest,
  parent: number,
): Promise<ExitCode> => {
  const { speed, seed } = request
  if (runningSandbox(folder) !== undefined)
    throw new UsageError(
      `a sandbox already runs from ${folder}: \`npx opsskill sandbox down${folderOption(folder)}\` ends it`,
    )
  const { app, manifests, broken, settings } = await planUp(printer.log, request)
  const namespace = request.namespace ?? APPS[app].namespace
  printer.log(`starting ${app} in ${namespace}${broken === null ? '' : ', and a fault in it'} …`)
  const sandbox = await startLiveSandbox({
    namespace,
    seed,
    profile: sandboxProfile(settings),
    onError: (error) => printer.log(`sandbox: a defect: ${error instanceof Error ? error.stack : String(error)}`),
  })
  try {
    const reach = { shell: sandbox.shell, clock: sandbox.world.clock }
    const baseline = await putApp(reach, { namespace, manifests }, io.signal)
    await offerStorage(sandbox.shell, io.signal)
    await settleRights(sandbox.shell, settings, { namespace, signal: io.signal })
    if (broken !== null)
      await breakApp({ ...reach, rng: createRng(seed).fork('fault') }, { ...broken, namespace, baseline }, io.signal)
    await sandbox.follow(speed, io.signal)
    writeAccessFiles(folder, sandbox)
    const state: SandboxState = {
      pid: process.pid,
      process_start: processStart(process.pid) ?? '',
      app,
      namespace,
      fault: broken?.path ?? null,
      profile: settings.name,
      speed,
      api: sandbox.http.url,
      since: new Date(systemClock.nowMs()).toISOString(),
    }
    writePrivate(stateFile(folder), `${JSON.stringify(state, null, 2)}\n`)
    printer.result({ json: () => ({ ...state, folder, files: paths(folder) }), text: () => usage(folder, state) })
    await untilStopped(io.signal, parent)
    return exitCode.done
  } finally {
    removeFiles(folder, [...Object.values(FILES), 'state.json'])
    await sandbox.close()
  }
}

/** Ends when it is told to, and when the process that started it has gone: nobody is left who could. */
const untilStopped = (signal: AbortSignal, parent: number): Promise<void> =>
  new Promise((done) => {
    const timer = setInterval(() => {
      if (process.ppid !== parent) stop()
    }, 1000)
    const stop = (): void => {
      clearInterval(timer)
      signal.removeEventListener('abort', stop)
      done()
    }
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()
  })

/** What other commands need to find a folder that is not the usual one. */
const folderOption = (folder: string): string => (folder === resolve(defaultFolder()) ? '' : ` --folder ${folder}`)

const paths = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(FILES).map(([key, name]) => [key, join(folder, name)]))

const usage = (folder: string, { app, namespace, speed, api }: SandboxState): string => {
  const at = (name: string): string => join(folder, name)
  return `sandbox up: ${app} in ${namespace}, time ${speed === 1 ? 'as real' : `${speed} times as fast`}, API at ${api}

  ssh -F ${at(FILES.sshConfig)} sandbox             a shell on the target host, as the harness
  ssh -F ${at(FILES.sshConfig)} sandbox-operator    the same, as the restricted operator
  export KUBECONFIG=${at(FILES.harnessKubeconfig)}      for a kubectl on this machine (or ${FILES.operatorKubeconfig})
  npx opsskill run SKILL ${at(FILES.cluster)} --execute
  npx opsskill sandbox exec${folderOption(folder)} 'kubectl get pods'

Ctrl-C, or \`npx opsskill sandbox down${folderOption(folder)}\`, ends it.`
}
