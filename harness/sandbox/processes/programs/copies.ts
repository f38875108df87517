import { resolvePath } from '../files/files.ts'
import type { Activity, Program, Streams } from '../types.ts'
import { inputOf } from './read-input.ts'

export const cat: Program = {
  *run(call) {
    const operands = call.args.filter((arg) => !/^-[a-z]+$/i.test(arg))
    if (operands.length === 0) return yield* copy(call.streams, call.streams.stdout.write)
    const text = yield* inputOf(call, operands)
    if (text === undefined) return 1
    call.streams.stdout.write(text)
    return 0
  },
}

export const tee: Program = {
  *run(call) {
    const appends = call.args.includes('-a')
    const paths = call.args.filter((arg) => !arg.startsWith('-')).map((path) => resolvePath(call.directory, path))
    for (const path of paths) if (!appends) call.table.files.write(path, '', 'replace')
    return yield* copy(call.streams, (text) => {
      call.streams.stdout.write(text)
      for (const path of paths) call.table.files.write(path, text, 'append')
    })
  },
}

/** Hands on what comes when it comes. */
function* copy({ stdin }: Streams, write: (text: string) => void): Activity<number> {
  for (;;) {
    write(stdin.take())
    if (stdin.isClosed() && !stdin.hasText()) return 0
    yield { kind: 'until', test: () => stdin.hasText() || stdin.isClosed() }
  }
}

export const seq: Program = {
  isQuick: true,
  run: ({ args, streams }) => {
    const numbers = args.map(Number)
    const [first, step, last] =
      numbers.length === 1
        ? [1, 1, numbers[0] ?? 0]
        : numbers.length === 2
          ? [numbers[0] ?? 1, 1, numbers[1] ?? 0]
          : [numbers[0] ?? 1, numbers[1] ?? 1, numbers[2] ?? 0]
    for (
      let value = first, count = 0;
      (step > 0 ? value <= last : value >= last) && count < 100_000;
      value += step, count += 1
    )
      streams.stdout.write(`${value}\n`)
    return 0
  },
}

export const yes: Program = {
  *run({ args, streams }) {
    const line = `${args.length === 0 ? 'y' : args.join(' ')}\n`
    for (;;) {
      yield { kind: 'work' }
      streams.stdout.write(line)
    }
  },
}
