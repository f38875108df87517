import { expect, it } from 'vitest'
import { createStopper } from './stopper.ts'

it('aborts at the first signal, and at the second ends the process with what is kept then', () => {
  const said: string[] = []
  const stopper = createStopper({
    say: (text) => said.push(text.trim()),
    isTerminal: false,
    end: () => said.push('(end)'),
  })
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

it('gives the terminal its cursor back before it ends the process: the bar that hid it cannot', () => {
  const said: string[] = []
  const stopper = createStopper({ say: (text) => said.push(text), isTerminal: true, end: () => undefined })
  stopper.onSignal('SIGINT')
  expect(said.join('')).not.toContain('\u001B')
  stopper.onSignal('SIGINT')
  expect(said.join('')).toContain('\u001B[?25h')
})
