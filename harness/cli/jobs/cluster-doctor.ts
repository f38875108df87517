import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkHops } from '../../adapters/ssh/check-hops.ts'
import { systemClock } from '../../adapters/system/system-clock.ts'
import { diagnose } from '../../cluster/diagnose.ts'
import { type Finding, fine, wrong } from '../../cluster/finding.ts'
import type { RealClusterConfig } from '../../domain/cluster.ts'
import { openRealCluster } from '../compose/open-real-cluster.ts'
import { readRealCluster } from '../compose/read-cluster.ts'
import { projectRoot } from '../compose/read-project.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'
import type { Paint } from '../terminal/paint.ts'

/** Examines a cluster: the way there first, then what is there. */
export const clusterDoctor = async ({ printer }: CommandContext, file: string): Promise<ExitCode> => {
  const config = await readRealCluster({ warn: printer.log }, file)
  const way = await checkWay({ warn: printer.log }, config)
  const findings = way.some(({ status }) => status === 'failed')
    ? way
    : [...way, ...(await checkCluster({ warn: printer.log }, config))]
  const isFit = findings.every(({ status }) => status !== 'failed')
  printer.result({
    json: () => ({ cluster: file, fit: isFit, findings }),
    text: (paint) => findings.map((finding) => lineOf(finding, paint)).join('\n'),
  })
  return isFit ? exitCode.done : exitCode.failed
}

type Warn = { readonly warn: (line: string) => void }

const checkWay = async ({ warn }: Warn, config: RealClusterConfig): Promise<readonly Finding[]> => {
  if (config.kind === 'local') return []
  const accounts = config.method_user === undefined ? [undefined] : [undefined, config.method_user]
  const ways = []
  for (const account of accounts) ways.push(await checkHops({ clock: systemClock, warn }, config, account))
  const seen = new Map(ways.flat().map((hop) => [hop.host, hop]))
  return [...seen.values()].map(({ host, problem, setUpMs }) =>
    problem === null
      ? fine(`host ${host}`, `lets us in, its key is accepted, ${setUpMs} ms to get there`)
      : wrong(`host ${host}`, { detail: problem.message, remedy: problem.remedy }),
  )
}

const checkCluster = async (dependencies: Warn, config: RealClusterConfig): Promise<readonly Finding[]> => {
  const cluster = await openRealCluster(dependencies, config)
  try {
    const { harness, method, hasMethodUser } = cluster
    return await diagnose({ harness, method, clock: systemClock }, { hasMethodUser, images: await imagesOfApps() })
  } finally {
    await cluster.close()
  }
}

/** The images of the app that the pilot's tasks run on. */
const imagesOfApps = async (): Promise<readonly string[]> => {
  const manifests = await readFile(join(projectRoot(), 'tasks/apps/demo-app.yaml'), 'utf8')
  return [...new Set([...manifests.matchAll(/^\s*image: *(\S+)/gm)].flatMap(([, image]) => image ?? []))]
}

const lineOf = ({ check, status, detail, remedy }: Finding, paint: Paint): string => {
  const mark = { ok: paint.good('✓'), warning: paint.strong('!'), failed: paint.bad('✗') }[status]
  return [`${mark} ${check}: ${detail}`, ...(remedy === null ? [] : [`    ${remedy}`])].join('\n')
}
