import { describe, expect, test } from 'vitest'
import { createRng } from '../../adapters/system/create-rng.ts'
import { readFaults } from './read-faults.ts'
import { openInProcess } from '../../sandbox/world/open-in-process.ts'
import { makeNoise } from '../../pipeline/ambient-noise.ts'
import { bringUp } from '../../pipeline/bring-up.ts'
import { planFault } from '../../pipeline/fault-plan.ts'
import { awaitSteadyState } from '../../pipeline/steady-state.ts'
import { createSymptom } from '../../pipeline/symptom.ts'

const never = new AbortController().signal
const library = await readFaults({ warn: () => undefined })
const place = 'shop'

const aNoisyApp = async (app: string, level: 'off' | 'low' | 'high', seed = 1) => {
  const { harness, clock } = openInProcess({ namespace: place, rng: createRng(9) })
  const example = library.faults.find(({ fault }) => fault.app === app)
  if (example === undefined) throw new RangeError(`no fault is tried on ${app}`)
  const wanted = { namespace: place, manifests: library.appOf(example.fault), releases: ['1'] as const }
  const state = await bringUp({ environment: harness, harness, clock }, wanted, never)
  await clock.sleep(45_000)
  await makeNoise({ environment: harness, clock, rng: createRng(seed) }, { level, place, state }, never)
  const baseline = await awaitSteadyState({ harness, clock }, place)
  const run = async (command: string): Promise<string> => {
    const outcome = await harness.exec(command, { timeoutMs: 60_000 })
    return outcome.status === 'exited' ? outcome.stdout : outcome.status
  }
  return { harness, clock, baseline, run }
}

describe('ambient noise', () => {
  test('shows warnings, a Job that failed and a restart, all settled, and differs by seed alone', async () => {
    const look = 'kubectl -n shop get events -o name; kubectl -n shop get jobs,pods'
    const [one, again, other] = [
      await (await aNoisyApp('demo-app', 'high')).run(look),
      await (await aNoisyApp('demo-app', 'high')).run(look),
      await (await aNoisyApp('demo-app', 'high', 2)).run(look),
    ]
    expect(again).toBe(one)
    expect(other).not.toBe(one)
    expect(one).toMatch(/cleanup-\d+ +Failed/)
    expect(one).toMatch(/log-shipper-\w+ +1\/1 +Running +1 /)
  })

  test('is nothing where it is off', async () => {
    const { run } = await aNoisyApp('demo-app', 'off')
    expect(await run('kubectl -n shop get jobs,pods -l app!=demo-app,app!=demo-api,app!=toolbox')).toBe('')
  })

  test.each(['demo-app', 'shop', 'batch'])('makes no symptom true on %s', async (app) => {
    const { harness, clock, baseline } = await aNoisyApp(app, 'high')
    const shown: string[] = []
    for (const { path, fault } of library.faults.filter((each) => each.fault.app === app)) {
      for (const workload of fault.workloads) {
        const setting = { chance: createRng(path), place, workload, mode: { fault_duration: '25s' }, baseline, atMs: 0 }
        const plan = planFault(setting, fault)
        if (await createSymptom({ harness, clock, note: () => undefined }, plan).shows(never)) shown.push(path)
      }
    }
    expect(shown).toEqual([])
  })
})
