import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { UsageError } from '../../domain/errors.ts'
import type { Fault } from '../../domain/fault.ts'
import type { Mode } from '../../domain/mode.ts'
import { SandboxSettings } from '../../sandbox/profiles/sandbox-settings.ts'
import { readFaults } from '../compose/read-faults.ts'
import { projectRoot } from '../compose/read-project.ts'
import { imitateCluster } from './imitate-cluster.ts'
import { type AppName, APPS } from './put-app.ts'

export interface Wish {
  readonly app?: AppName
  readonly fault?: string
  readonly profile?: string
}

export interface UpPlan {
  readonly app: AppName
  readonly manifests: string
  readonly broken: { readonly path: string; readonly fault: Fault; readonly mode: Mode } | null
  readonly settings: SandboxSettings
}

/** What a sandbox is started with: an app, the fault's own where one is named. @throws {UsageError} */
export const planUp = async (warn: (line: string) => void, wish: Wish): Promise<UpPlan> => {
  const broken = wish.fault === undefined ? null : await readOneFault(warn, wish.fault)
  const app = wish.app ?? (broken === null ? 'demo' : appNamed(broken.fault.app))
  if (broken !== null && APPS[app].file !== broken.fault.app)
    throw new UsageError(`fault ${broken.path} breaks ${broken.fault.app}, which --app ${app} is not`)
  return {
    app,
    manifests: readFileSync(join(projectRoot(), `tasks/apps/${APPS[app].file}.yaml`), 'utf8'),
    broken,
    settings: readSettings(wish.profile ?? 'plain'),
  }
}

const appNamed = (file: string): AppName => {
  const found = Object.entries(APPS).find(([, app]) => app.file === file)
  if (found === undefined) throw new UsageError(`app ${file} cannot be started by itself`)
  return found[0] as AppName
}

const readOneFault = async (warn: (line: string) => void, name: string) => {
  const { faults, modes } = await readFaults({ warn }, [name])
  const [only, ...others] = faults
  if (only === undefined || others.length > 0)
    throw new UsageError(`${name} names ${faults.length} faults: ${faults.map(({ path }) => path).join(', ')}`)
  // The longer windows: a person has to find it while it is there.
  const mode = modes.find(({ modeName }) => modeName === 'paper')?.mode
  if (mode === undefined) throw new UsageError('faults/modes.yaml has no mode paper')
  return { ...only, mode }
}

const ownProfiles = (): readonly string[] =>
  readdirSync(new URL('../../sandbox/profiles/', import.meta.url))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.replace(/\.yaml$/, ''))
    .toSorted()

/** A profile of this package by name, or any by its path; what `cluster profile` wrote is one too. @throws {UsageError} for what is none */
export const readSettings = (profile: string): SandboxSettings => {
  const own = new URL(`../../sandbox/profiles/${profile}.yaml`, import.meta.url)
  const isOwn = /^[a-z-]+$/.test(profile) && existsSync(own)
  if (!isOwn && !existsSync(profile))
    throw new UsageError(`there is no profile and no file ${profile}; profiles: ${ownProfiles().join(', ')}`)
  const file = isOwn ? own : profile
  try {
    const document: unknown = parse(readFileSync(file, 'utf8'))
    return SandboxSettings.parse(imitateCluster(document, profile) ?? document)
  } catch (cause) {
    const why =
      cause instanceof z.ZodError ? z.prettifyError(cause) : cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`profile ${profile}: ${why}`, { cause })
  }
}
