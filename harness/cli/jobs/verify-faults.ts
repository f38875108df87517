import type { FaultCase, FaultProof } from '../../pipeline/prove-fault.ts'
import { type NamedFault, readFaults } from '../compose/read-faults.ts'
import { startFaultProver } from '../compose/start-fault-prover.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'
import type { Paint } from '../terminal/paint.ts'

export interface VerifyFaultsRequest {
  /** Paths below `faults/`, or domains; none: all. */
  readonly names: readonly string[]
  readonly seeds: number
  readonly workers?: number
}

/** Proves faults in the sandbox, over seeds; those that expire in both modes. */
export const verifyFaults = async (
  { io, printer }: CommandContext,
  { names, seeds, workers }: VerifyFaultsRequest,
): Promise<ExitCode> => {
  const project = await readFaults({ warn: printer.log }, names)
  const cases = project.faults.flatMap((named) => casesOf(named, project, seeds))
  const prover = await startFaultProver({ workers, cases: cases.length })
  const proofs = new Map<FaultCase, FaultProof>()
  const waiting = cases.toReversed()
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      io.signal.throwIfAborted()
      proofs.set(next, await prover.run(next, io.signal))
    }
  }
  try {
    await Promise.all(Array.from({ length: prover.capacity }, work))
  } finally {
    await prover.close()
  }
  const rows = project.faults.map(({ path }) => rowOf(path, cases, proofs))
  const isProven = rows.every(({ passed }) => passed)
  printer.result({
    json: () => ({ seeds, passed: isProven, faults: rows }),
    text: (paint) => [...rows.map((row) => lineOf(row, paint)), summaryOf(rows)].join('\n'),
  })
  return isProven ? exitCode.done : exitCode.failed
}

const casesOf = (
  { path, fault }: NamedFault,
  { modes, appOf }: Awaited<ReturnType<typeof readFaults>>,
  seeds: number,
): readonly FaultCase[] => {
  const appManifests = appOf(fault)
  return modes
    .filter(({ modeName }) => fault.lifetime === 'expires' || modeName === 'fast')
    .flatMap(({ modeName, mode }) =>
      Array.from({ length: seeds }, (_, seed) => ({ path, fault, seed, modeName, mode, appManifests })),
    )
}

interface FaultRow {
  readonly fault: string
  readonly passed: boolean
  readonly proofs: readonly FaultProof[]
}

const rowOf = (path: string, cases: readonly FaultCase[], all: ReadonlyMap<FaultCase, FaultProof>): FaultRow => {
  const proofs = cases.flatMap((each) => (each.path === path ? (all.get(each) ?? []) : []))
  return { fault: path, proofs, passed: proofs.every(({ findings }) => findings.every(({ passed }) => passed)) }
}

const lineOf = ({ fault, passed, proofs }: FaultRow, paint: Paint): string => {
  const shown = proofs.flatMap(({ window }) =>
    window === null || window.symptomMs === null ? [] : [(window.symptomMs - window.requestedMs) / 1000],
  )
  const failures = proofs.flatMap(({ seed, modeName, workload, findings }) =>
    findings
      .filter((finding) => !finding.passed)
      .map((finding) => `    seed ${seed}, ${modeName}, ${workload}: ${finding.name}: ${finding.detail}`),
  )
  const seen = shown.length === 0 ? 'never shown' : `shown after ${Math.max(...shown).toFixed(0)} s`
  return [`${passed ? paint.good('✓') : paint.bad('✗')} ${fault.padEnd(36)} ${seen}`, ...failures].join('\n')
}

const summaryOf = (rows: readonly FaultRow[]): string =>
  `${rows.filter(({ passed }) => passed).length} of ${rows.length} faults are as their files say`
