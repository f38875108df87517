import { expect, it } from 'vitest'
import { createStopper } from './stopper.ts'

it('aborts at the first signal, and at the second ends the process with what is kept then', () => {
  const said: string[] = []
  const stopper = createStopper({ say: (text) => said.push(text.trim()), end: () => said.push('(end)') })
  let kept = 3
  stopper.whenStoppedAtOnce(() => `${kept} of 9 trials are kept`)
  stopper.onSignal('SIGINT')
  expect(stopper.signal.aborted).toBe(true)
  kept = 4
  stopper.onSignal('SIGINT')
  expect(said).toEqual([
    'SIGINT: finishing; once more to stop at once',
    'SIGINT: stopped at once; 4 of 9 trials are kept',
    '(end)',
  ])
})
