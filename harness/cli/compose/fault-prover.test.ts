import { describe, expect, test } from 'vitest'
import { createFaultProver } from './fault-prover.ts'
import { readFaults } from './read-faults.ts'

const library = await readFaults({ warn: () => undefined })
const prover = createFaultProver()
const never = new AbortController().signal

const aCase = (path: string, modeName: 'fast' | 'paper' = 'fast') => {
  const fault = library.faults.find((each) => each.path === path)?.fault
  const mode = library.modes.find((each) => each.modeName === modeName)?.mode
  if (fault === undefined || mode === undefined) throw new RangeError(`no fault ${path} in mode ${modeName}`)
  return { path, fault, seed: 7, modeName, mode, appManifests: library.appOf(fault) }
}

describe('a proof of a fault', () => {
  test.each(['clock/skew', 'service/wrong-selector', 'pods/failure', 'config/secret-rotated', 'jobs/cron-suspended'])(
    'passes for %s, in every point',
    async (path) => {
      const { findings, window } = await prover.run(aCase(path), never)
      expect(findings.filter(({ passed }) => !passed)).toEqual([])
      expect(findings.map(({ name }) => name)).toContain('nothing is left')
      expect(window?.symptomMs).toBeGreaterThanOrEqual(window?.injectedMs ?? Infinity)
    },
  )

  test('waits for the end of a fault that expires, as the mode says', async () => {
    const lives = []
    for (const modeName of ['fast', 'paper'] as const) {
      const { findings, window } = await prover.run(aCase('network/delay-blip', modeName), never)
      expect(findings.filter(({ passed }) => !passed)).toEqual([])
      lives.push((window?.expiredMs ?? 0) - (window?.requestedMs ?? 0))
    }
    expect(lives).toEqual([25_000, 90_000])
  })

  test('fails for a file that says too much or too little', async () => {
    const { fault, ...rest } = aCase('service/wrong-selector')
    const claims = { ...fault, replacing_pods_repairs: true }
    const blind = { ...fault, symptom: { ...fault.symptom, expect_stdout_matches: 'never printed' } }
    const always = { ...fault, symptom: { ...fault.symptom, expect_stdout_matches: '^' } }
    const lossy = { ...fault, touches: [], recover: [{ kubectl: ['get', 'pods'] }] }
    const failed = async (wrong: typeof fault) =>
      (await prover.run({ ...rest, fault: wrong }, never)).findings
        .filter(({ passed }) => !passed)
        .map(({ name }) => name)
    expect(await failed(claims)).toEqual(['ends when the pods are replaced'])
    expect(await failed(blind)).toContain('shows within its deadline')
    expect(await failed(always)).toContain('not there before')
    expect(await failed(lossy)).toEqual(['gone after recovery', 'nothing is left'])
  })
})
