import { firstBytes, longRun } from '../files/long-text.ts'
import type { Activity, Program, ProgramCall } from '../types.ts'
import { countOf, ended, inputOf, linesOf, readPath } from './read-input.ts'
import { sizeOf } from './size.ts'

export const head: Program = {
  *run(call) {
    const bytes = countOf(call.args, 'c')
    if (bytes.count !== undefined) {
      const size = sizeOf(bytes.count)
      const isZero = bytes.operands.includes('/dev/zero')
      const text = isZero
        ? longRun(size)
        : yield* inputOf(
            call,
            bytes.operands.filter((arg) => !arg.startsWith('-')),
          )
      if (text === undefined) return 1
      call.streams.stdout.write(firstBytes(text, size))
      return 0
    }
    const { count = '10', operands } = countOf(call.args, 'n')
    const wanted = Number(count)
    if (operands.length > 0 || call.streams.stdin.isClosed()) {
      const text = yield* inputOf(call, operands)
      if (text === undefined) return 1
      const lines = linesOf(text)
      call.streams.stdout.write(ended(wanted < 0 ? lines.slice(0, wanted) : lines.slice(0, wanted)))
      return 0
    }
    // It ends with the last line that it needs, and so does an endless writer before it.
    let text = ''
    while (text.split('\n').length <= wanted && !(call.streams.stdin.isClosed() && !call.streams.stdin.hasText())) {
      yield { kind: 'until', test: () => call.streams.stdin.hasText() || call.streams.stdin.isClosed() }
      text += call.streams.stdin.take()
    }
    call.streams.stdout.write(ended(linesOf(text).slice(0, wanted)))
    return 0
  },
}

export const tail: Program = {
  *run(call) {
    const { args, process, table } = call
    if (args.includes('/dev/zero')) return yield* devour(call)
    const follows = args.some((arg) => /^-[0-9nc]*[fF]$/.test(arg) || arg === '-f' || arg === '-F')
    const { count = '10', operands } = countOf(
      args.filter((arg) => !/^-[fF]$/.test(arg)),
      'n',
    )
    const paths = operands.filter((arg) => !arg.startsWith('-'))
    const text = paths.includes('/dev/null') ? '' : yield* inputOf(call, paths)
    if (text === undefined && !follows) return 1
    const lines = linesOf(text ?? '')
    const from = count.startsWith('+') ? Number(count) - 1 : Math.max(0, lines.length - Number(count))
    call.streams.stdout.write(ended(lines.slice(from)))
    if (!follows) return 0
    process.memoryBytes = 300_000
    table.loaded()
    const path = paths.find((one) => one !== '/dev/null')
    if (path === undefined) yield { kind: 'sleep', ms: Number.POSITIVE_INFINITY }
    let known = text ?? ''
    for (;;) {
      yield { kind: 'until', test: () => (readPath(call, path ?? '') ?? known) !== known }
      const now = readPath(call, path ?? '') ?? ''
      call.streams.stdout.write(now.startsWith(known) ? now.slice(known.length) : now)
      known = now
    }
  },
}

/** The last line of /dev/zero never ends: it takes memory until somebody stops it. */
function* devour({ process, table }: ProgramCall): Activity<number> {
  process.cpuMilli = 1000
  for (;;) {
    process.memoryBytes += 100 * 1024 ** 2
    table.loaded()
    yield { kind: 'sleep', ms: 250 }
    if (process.memoryBytes > 64 * 1024 ** 3) return 1
  }
}
