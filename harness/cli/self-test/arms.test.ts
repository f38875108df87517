import { describe, expect, it } from 'vitest'
import type { CommandOutcome } from '../../domain/command-outcome.ts'
import type { LoopContext } from '../../ports/loop.ts'
import { aTask, aTrialSpec } from '../../testing/a-trial.ts'
import { anRng } from '../../testing/an-rng.ts'
import { armsOf } from './arms.ts'
import { distinctTruths } from './distinct-truths.ts'
import { referenceLoop } from './reference-loop.ts'
import { selfTestLoop } from './self-test-loop.ts'

const contextOf = (answer: string) => {
  const commands: string[] = []
  const context: LoopContext = {
    card: aTask().card,
    shell: {
      exec: (command): Promise<CommandOutcome> => {
        commands.push(command)
        return Promise.resolve({
          status: 'exited',
          exitCode: 0,
          stdout: answer,
          stderr: '',
          truncated: false,
          durationMs: 1,
        })
      },
    },
    limits: { commands: 10, time: '5m' },
    clock: { nowMs: () => 0, sleep: () => Promise.resolve() },
    rng: anRng('arms'),
    trace: { record: () => undefined },
    nextEpisode: () => undefined,
    signal: new AbortController().signal,
  }
  return { context, commands }
}
const armNamed = (name: string, spec = aTrialSpec()) => {
  const arm = armsOf(spec.task).find(({ method }) => method.name === name)
  if (arm === undefined) throw new RangeError(name)
  return selfTestLoop({ ...spec, method: arm.method })
}

const TOP = 'NAME CPU MEM\ndemo-app-1 498m 20Mi\ndemo-app-2 3m 20Mi\ndemo-api-1 498m 20Mi\n'

describe('the arms that test an oracle', () => {
  it('answer in turn with every truth that the oracle tells apart', () => {
    expect(distinctTruths(aTask()).map(({ answer, object }) => [answer, object])).toEqual([
      ['no', undefined],
      ['yes', 'Deployment/demo-app'],
      ['yes', 'Deployment/demo-api'],
    ])
    expect(armsOf(aTask()).map(({ method }) => method.name)).toEqual([
      'noop',
      'wait',
      'constant-1',
      'constant-2',
      'constant-3',
      'scale-to-zero',
      'restart-only',
      'decoy',
      'reference',
    ])
  })

  it('quote the lines that show the truth, as the reference', async () => {
    const claim = await referenceLoop(aTrialSpec()).run(contextOf(TOP).context)
    expect(claim.finding).toEqual({
      answer: 'yes',
      object: 'Deployment/demo-app',
      cause: 'cpu',
      evidence: ['demo-app-1 498m 20Mi'],
    })
  })

  it('quote everything and always say the same, as a constant', async () => {
    const { context } = contextOf(TOP)
    const claim = await armNamed('constant-3').run(context)
    expect(claim.finding).toMatchObject({ answer: 'yes', object: 'Deployment/demo-api' })
    expect(claim.finding?.evidence).toHaveLength(4)
  })

  it('give the right answer with real evidence and then do harm, so that only the harm can fail them', async () => {
    const { context, commands } = contextOf(TOP)
    const claim = await armNamed('scale-to-zero').run(context)
    expect(claim.finding?.evidence).toEqual(['demo-app-1 498m 20Mi'])
    expect(commands).toEqual(['kubectl -n shop top pods', 'kubectl -n shop scale deployment/demo-app --replicas=0'])
  })

  it('give the right answer without evidence after waiting, and nothing at all as the one that does nothing', async () => {
    expect((await armNamed('wait').run(contextOf(TOP).context)).finding?.evidence).toEqual([])
    const idle = contextOf(TOP)
    expect(await armNamed('noop').run(idle.context)).toMatchObject({ status: 'unsolved' })
    expect(idle.commands).toEqual([])
  })
})
