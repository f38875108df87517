/**
 * What one command line may use up. Cluster time is limited apart from these, per command; they bound the work of the harness's own
 * machine: steps, memory and output.
 */
export const SCRIPT_LIMITS = {
  maxSourceBytes: 4 << 20,
  maxCallDepth: 100,
  maxCommandCount: 50_000,
  maxLoopIterations: 50_000,
  maxAwkIterations: 50_000,
  maxSedIterations: 50_000,
  maxJqIterations: 50_000,
  maxStringLength: 16 << 20,
  maxHeredocSize: 8 << 20,
  maxOutputSize: 16 << 20,
  maxLiveBytes: 128 << 20,
  maxInputBytes: 128 << 20,
  maxFileSystemBytes: 64 << 20,
  maxArchiveBytes: 16 << 20,
  maxArrayElements: 100_000,
  maxBraceExpansionResults: 10_000,
  maxGlobOperations: 100_000,
  maxExecutionTimeMs: 120_000,
} as const

/** Steps used up by something that would have gone on for ever: on a real host it runs until its time limit. */
const ENDLESS = /(?:too many commands executed|too many iterations)/

/** Whether a command line ended because its steps were used up. The last line of stderr says so. */
export const ranEndlessly = (result: { readonly exitCode: number; readonly stderr: string }): boolean =>
  result.exitCode === 126 && ENDLESS.test(result.stderr.slice(-200))

/** What had been printed, and in the place of the interpreter's own words which bound was met. */
export const withBound = (stderr: string): string =>
  `${stderr.slice(0, stderr.lastIndexOf('\n', stderr.length - 2) + 1)}shell: stopped: more than ${SCRIPT_LIMITS.maxLoopIterations} steps\n`
