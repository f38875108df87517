import type { Activity, Program, ProgramCall } from '../types.ts'

/** `nc -l -p PORT`: takes one connection after the other and says what stands on its input. */
export const netcat: Program = {
  *run(call) {
    const { args, table, process, streams } = call
    const port = Number(args.find((arg, index) => /^\d+$/.test(arg) && args[index - 1] !== '-w') ?? 0)
    if (!args.some((arg) => /^-[a-z]*l/.test(arg))) return yield* connect(call, args)
    if (table.listeners.has(port)) {
      streams.stderr.write('nc: bind: Address already in use\n')
      return 1
    }
    let isDone = false
    const staysOpen = args.some((arg) => /^-[a-z]*k/.test(arg)) || args.includes('-e')
    const text = streams.stdin.isClosed() ? streams.stdin.take() : ''
    table.listen(port, {
      process,
      server: {
        product: '',
        answersHttp: text.startsWith('HTTP/'),
        isVolatile: () => !staysOpen,
        reply: () => {
          isDone = !staysOpen
          table.clock.schedule(1, table.poke)
          const [head = '', body = ''] = text.split(/\r?\n\r?\n/)
          return {
            status: Number(/^HTTP\/\S+ (\d+)/.exec(head)?.[1] ?? 200),
            contentType: 'text/plain',
            body,
            serviceMs: 0.4,
            spreadRatio: 0.2,
            cpuMs: 0.1,
          }
        },
      },
    })
    yield { kind: 'until', test: () => isDone }
    return 0
  },
}

function* connect(call: ProgramCall, args: readonly string[]): Activity<number> {
  const [host = '', port = ''] = args.filter((arg, index) => !arg.startsWith('-') && args[index - 1] !== '-w')
  const limit = args.indexOf('-w') < 0 ? 127_000 : Number(args[args.indexOf('-w') + 1]) * 1000
  const outcome = call.table.wire.request(
    { method: 'CONNECT', host, port: Number(port), path: '/' },
    call.table.clock.nowMs(),
  )
  yield { kind: 'sleep', ms: Math.min(outcome.timing.connectMs, limit) }
  if (outcome.kind === 'answered' || outcome.kind === 'closed') {
    if (args.includes('-v')) call.streams.stderr.write(`${host} (${outcome.address}:${port}) open\n`)
    return 0
  }
  const address = 'address' in outcome ? ` (${outcome.address}:${port})` : ''
  call.streams.stderr.write(
    outcome.kind === 'unresolved'
      ? `nc: bad address '${host}'\n`
      : `nc: ${host}${address}: ${outcome.kind === 'refused' ? 'Connection refused' : 'Connection timed out'}\n`,
  )
  return 1
}
