import { requireDocument } from '../../adapters/yaml/load-document.ts'
import { formatProblem } from '../../adapters/yaml/problem.ts'
import type { ClusterConfig, RealClusterConfig } from '../../domain/cluster.ts'
import { UsageError } from '../../domain/errors.ts'
import { readAnyDocument } from './documents.ts'

type Warn = { readonly warn: (line: string) => void }

/** @throws {UsageError} when the file does not describe a cluster; no file is the sandbox */
export const readCluster = async ({ warn }: Warn, file: string | undefined): Promise<ClusterConfig> => {
  if (file === undefined) return { kind: 'sandbox', namespace: 'opsskill-exp', seed: 0 }
  const loaded = await readAnyDocument(file)
  for (const problem of loaded.problems) if (problem.severity === 'warning') warn(formatProblem(problem))
  switch (loaded.kind) {
    case 'sandbox-cluster':
      return requireDocument(loaded, 'sandbox-cluster')
    case 'local-cluster':
      return requireDocument(loaded, 'local-cluster')
    case 'ssh-cluster':
      return requireDocument(loaded, 'ssh-cluster')
    case null:
      // Its problems say why it cannot be read, or that it is of no known kind.
      return requireDocument(loaded, 'sandbox-cluster')
    case 'skill':
    case 'task':
    case 'task-card':
    case 'task-instances':
    case 'suite':
    case 'catalogue':
    case 'fault':
    case 'chaos-manifest':
    case 'manifest':
    case 'modes':
    case 'method':
    case 'sweep':
    case 'report':
      throw new UsageError(`${file}: expected a cluster file (kind: sandbox, local or ssh), found a ${loaded.kind}`)
  }
}

/** @throws {UsageError} for the sandbox too: there is nothing to prepare and nobody to disturb */
export const readRealCluster = async (dependencies: Warn, file: string): Promise<RealClusterConfig> => {
  const config = await readCluster(dependencies, file)
  if (config.kind === 'sandbox') throw new UsageError(`${file}: expected a cluster of kind ssh or local, found sandbox`)
  return config
}
