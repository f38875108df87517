import { InterruptedError } from '../../domain/errors.ts'
import type { CliIo } from './io.ts'

/** What signals do to a command: the first aborts it, the second ends the process and says what is kept. */
export interface Stopper extends Pick<CliIo, 'signal' | 'whenStoppedAtOnce'> {
  readonly onSignal: (name: string) => void
}

export const createStopper = ({
  say,
  isTerminal,
  end,
}: {
  readonly say: (text: string) => void
  /** What is said goes to a terminal, on which a bar may have hidden the cursor. */
  readonly isTerminal: boolean
  /** Ends the process at once, as interrupted. */
  readonly end: () => void
}): Stopper => {
  const stop = new AbortController()
  let describeRest = (): string => 'nothing was written'
  return {
    signal: stop.signal,
    whenStoppedAtOnce: (describe) => {
      describeRest = describe
    },
    onSignal: (name) => {
      if (stop.signal.aborted) {
        say(`${isTerminal ? AS_BEFORE : ''}\n${name}: stopped at once; ${describeRest()}\n`)
        end()
        return
      }
      say(`\n${name}: finishing; once more to stop at once\n`)
      stop.abort(new InterruptedError(`stopped by ${name}`))
    },
  }
}

/** Shows the cursor and lets long lines wrap: nobody else comes to it any more. */
const AS_BEFORE = '\u001B[?25h\u001B[?7h'
