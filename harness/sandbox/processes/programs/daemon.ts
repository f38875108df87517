import type { ProcessTable, Program, ProgramCall, Server } from '../types.ts'

/** A server that is known by data: it says its lines, listens after a while, and ends on signals as it is told. */
export interface DaemonSpec {
  readonly startupMs: number
  readonly startupLines: readonly string[]
  readonly port: number
  readonly cpuMilli: number
  readonly memoryBytes: number
  /** `undefined`: it ignores SIGTERM. */
  readonly term: { readonly exitCode: number; readonly afterMs: number } | undefined
  readonly server: (call: ProgramCall) => Server
  /** Says why it cannot start. */
  readonly refusal?: (call: ProgramCall) => string | undefined
  /** Said when the port is taken. */
  readonly portTaken: (port: number) => string
}

export const daemon = (spec: DaemonSpec): Program => ({
  *run(call) {
    const { process, table, streams } = call
    const flag = call.args.indexOf('-p')
    const port = flag < 0 ? spec.port : Number((call.args[flag + 1] ?? '').split(':').at(-1))
    process.cpuMilli = spec.cpuMilli
    process.memoryBytes = spec.memoryBytes
    table.loaded()
    if (spec.term !== undefined)
      for (const signal of ['TERM', 'INT', 'QUIT'] as const) process.handlers.set(signal, 'handle')
    const pauseMs = spec.startupMs / (spec.startupLines.length + 1)
    for (const line of spec.startupLines) {
      if ((yield { kind: 'sleep', ms: pauseMs, breaksOnSignal: true }) === 'signal') return spec.term?.exitCode ?? 0
      streams.stderr.write(`${line.replace('{date}', serverDate(table))}\n`)
    }
    const refusal = spec.refusal?.(call)
    if (refusal !== undefined) {
      streams.stderr.write(`${refusal}\n`)
      return 1
    }
    if ((yield { kind: 'sleep', ms: pauseMs, breaksOnSignal: true }) === 'signal') return spec.term?.exitCode ?? 0
    if (port > 0 && !table.listen(port, { process, server: spec.server(call) })) {
      streams.stderr.write(`${spec.portTaken(port)}\n`)
      return 1
    }
    while ((yield { kind: 'sleep', ms: Number.POSITIVE_INFINITY, breaksOnSignal: true }) !== 'signal');
    yield { kind: 'sleep', ms: spec.term?.afterMs ?? 0 }
    return spec.term?.exitCode ?? 0
  },
})

const serverDate = ({ clock }: ProcessTable): string =>
  new Date(clock.nowMs()).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ')
