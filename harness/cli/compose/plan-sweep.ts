import { join } from 'node:path'
import { UsageError } from '../../domain/errors.ts'
import type { ModeName } from '../../domain/mode.ts'
import type { Sweep } from '../../domain/sweep.ts'
import { expandSweep, resolveMode } from '../../pipeline/1-expand-sweep.ts'
import type { SweepPlan } from '../../pipeline/run-sweep.ts'
import type { Clusters } from './open-clusters.ts'
import { readDocument } from './documents.ts'
import { defaultModel } from './model.ts'
import { sandboxIdentity } from '../../sandbox/world/sandbox-identity.ts'
import { provenanceOf } from './provenance.ts'
import { readProject } from './read-project.ts'
import { readSkillBank } from './read-skill-bank.ts'
import { readSuite } from './read-suite.ts'
import { rootRng } from './root-rng.ts'
import type { TrialSetup } from './trial-runner.ts'

export interface PlannedSweep {
  readonly plan: SweepPlan
  readonly setup: TrialSetup
}

/** Changes when the harness would run or judge the same trial differently; trials of another version are not kept. */
export const BEHAVIOUR_VERSION = '1'

export interface SweepRequest {
  readonly file: string
  readonly mode?: ModeName | undefined
  /** Default: the sandbox. */
  readonly on?: Pick<Clusters, 'identity' | 'provenance'> | undefined
}

/**
 * Reads a sweep file and all that it names, and expands it into trials.
 * @throws {UsageError} with what is wrong in the files
 */
export const planSweep = async (
  dependencies: { readonly warn: (line: string) => void },
  { file, mode, on }: SweepRequest,
): Promise<PlannedSweep> => {
  const written = await readDocument(dependencies, file, 'sweep')
  const sweep: Sweep = mode === undefined ? written : { ...written, mode }
  const project = await readProject(dependencies)
  const [suite, bank] = await Promise.all([
    readSuite({ ...dependencies, root: project.root }, sweep.suite, file),
    readSkillBank(dependencies, project.root, 'skills'),
  ])
  const model = defaultModel()
  const asksModel = project.methods.some(
    ({ name, components }) => sweep.methods.includes(name) && Object.values(components).includes('llm'),
  )
  const environment = on?.identity ?? sandboxIdentity()
  const windows = project.modes[sweep.mode]
  if (windows === undefined) throw new UsageError(`${file}: there is no mode ${sweep.mode} in faults/modes.yaml`)
  const trials = expandSweep(
    { rng: rootRng() },
    {
      sweep,
      mode: windows,
      tasks: suite.tasks,
      methods: project.methods,
      faults: project.faults,
      apps: project.apps,
      skillBankDigest: bank.digest,
      modelId: asksModel ? model.model : null,
      environment,
      behaviourVersion: BEHAVIOUR_VERSION,
    },
  )
  const files = await provenanceOf({
    root: project.root,
    files: [...project.files, ...suite.files, ...bank.files],
    seeds: sweep.seeds,
    modelId: asksModel ? model.model : null,
  })
  return {
    plan: {
      sweep: {
        sweepId: [
          sweep.sweep,
          ...(sweep.mode === written.mode ? [] : [sweep.mode]),
          // Results of different clusters lie in different folders.
          ...(on === undefined ? [] : [environment.kind, environment.fingerprint.slice(0, 6)]),
        ].join('-'),
        name: sweep.title,
        mode: sweep.mode,
        designJson: JSON.stringify({ ...sweep, windows: resolveMode(sweep, windows) }),
        provenance: { ...files, ...on?.provenance },
      },
      trials,
      retries: sweep.retries,
    },
    setup: { loops: 'methods', skills: bank.skills, model, environment },
  }
}

/** The sweep of the main job. */
export const pilotFile = (root: string): string => join(root, 'baselines/sweeps/pilot.yaml')
