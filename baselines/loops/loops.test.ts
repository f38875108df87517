import { describe, expect, it } from 'vitest'
import type { Skill } from '../../harness/domain/skill.ts'
import type { TaskCard } from '../../harness/domain/task.ts'
import type { TraceEvent } from '../../harness/domain/trace.ts'
import type { Verifier } from '../../harness/ports/components.ts'
import type { LoopContext } from '../../harness/ports/loop.ts'
import type { Untimed } from '../../harness/ports/trace-sink.ts'
import { createFailureMemory } from '../failure-memory.ts'
import { loops } from './index.ts'
import type { LoopParts } from './loop-parts.ts'

const observation = (name: string, command: string): Skill => ({
  name,
  intent: name,
  namespace: 'n',
  metadata: { stage: 'detection', questions: ['anomaly', 'recovered'] },
  parameters: {},
  preconditions: [],
  actions: [{ name: 'look', command, on_failure: 'abort' }],
  success_criteria: [],
  rollback: [],
  finding: {
    rules: [
      { step: 'look', matches: '^(\\S+) BAD.*$', answer: 'yes', object: 'Deployment/$1', cause: 'memory' },
      { step: 'look', matches: '^\\S+ good$', answer: 'no', cause: 'none' },
    ],
  },
})
const remedy = (name: string, risk: 'low' | 'medium', command: string): Skill => ({
  ...observation(name, command),
  metadata: { stage: 'recovery', risk_level: risk },
  rollback: [{ name: 'back', command: `undo-${name}` }],
  finding: undefined,
})
const card = (question?: TaskCard['question']): TaskCard => ({
  name: 'c',
  intent: 'look',
  namespace: 'n',
  workload: 'web',
  scope: { allow: [] },
  ...(question === undefined ? {} : { question }),
})

/** A shell whose outputs are read off a script; what was typed is kept, without the exports. */
const scripted = (outputs: (command: string, count: number) => string) => {
  const typed: string[] = []
  return {
    typed,
    shell: {
      exec: (line: string) => {
        const command = line.split(' && ').at(-1) ?? ''
        typed.push(command)
        const count = typed.filter((earlier) => earlier === command).length
        return Promise.resolve({
          status: 'exited',
          exitCode: 0,
          stdout: outputs(command, count),
          stderr: '',
          truncated: false,
          durationMs: 1,
        } as const)
      },
    },
  }
}

const context = (shell: LoopContext['shell'], theCard: TaskCard, events: Untimed<TraceEvent>[] = []): LoopContext => ({
  card: theCard,
  shell,
  limits: { commands: 50, time: '10m' },
  clock: { nowMs: () => 0, sleep: () => Promise.resolve() },
  rng: {
    fork: () => {
      throw new Error('no chance needed')
    },
    float: () => 0,
    int: (min) => min,
    pick: (items) => items[0]!,
    shuffle: (items) => [...items],
  },
  trace: { record: (event) => events.push(event) },
  nextEpisode: () => undefined,
  signal: new AbortController().signal,
})
const parts = (extra: Partial<LoopParts> = {}): LoopParts => ({
  skills: [
    observation('a-look', 'look-a'),
    observation('b-look', 'look-b'),
    remedy('risky', 'medium', 'restart'),
    remedy('gentle', 'low', 'nudge'),
  ],
  options: {},
  planner: null,
  generator: null,
  verifier: null,
  optimizer: null,
  gateFor: null,
  probe: null,
  memory: null,
  typed: true,
  ...extra,
})
const verdicts = (...passed: boolean[]): Verifier => ({
  verify: () => Promise.resolve({ passed: passed.shift() ?? true, reason: 'looked again', checks: [] }),
})

describe('loops of methods', () => {
  it('direct looks with every skill once and rests its answer on the sign', async () => {
    const { shell, typed } = scripted((command) => (command === 'look-b' ? 'web BAD 7' : 'web good'))
    const claim = await loops.direct(() => parts()).run(context(shell, card('anomaly')))
    expect(typed).toEqual(['look-a', 'look-b'])
    expect(claim.finding).toMatchObject({ answer: 'yes', object: 'Deployment/web', evidence: ['web BAD 7'] })
  })

  it('direct acts once, with the least risky remedy, and does not look again', async () => {
    const { shell, typed } = scripted(() => '')
    expect((await loops.direct(() => parts()).run(context(shell, card()))).status).toBe('solved')
    expect(typed).toEqual(['nudge'])
  })

  it('react looks again while it sees nothing, so that trouble which comes and goes is found', async () => {
    const { shell, typed } = scripted((command, count) =>
      command === 'look-a' && count === 2 ? 'web BAD' : 'web good',
    )
    const claim = await loops.react(() => parts({ options: { turns: 6 } })).run(context(shell, card('anomaly')))
    expect(claim.finding?.answer).toBe('yes')
    expect(typed).toEqual(['look-a', 'look-b', 'look-a'])
  })

  it('react goes on to the next remedy while a sign is left', async () => {
    const { shell, typed } = scripted((command, count) =>
      command.startsWith('look') ? (count < 3 ? 'web BAD' : 'web good') : '',
    )
    const claim = await loops.react(() => parts()).run(context(shell, card()))
    expect(claim.status).toBe('solved')
    expect(typed.filter((command) => !command.startsWith('look'))).toEqual(['nudge', 'restart'])
  })

  it('reflexion does not rest on the same sign again after its verification contradicted it', async () => {
    const { shell } = scripted((command) => (command === 'look-a' ? 'web BAD' : 'web good'))
    const claim = await loops
      .reflexion(() => parts({ verifier: verdicts(false, true), memory: createFailureMemory() }))
      .run(context(shell, card('recovered')))
    expect(claim.finding?.answer).toBe('yes')
    expect(claim.summary).toContain('episode 2')
  })

  it('the full system drops a sign that does not hold when it looks again', async () => {
    const { shell } = scripted((command) => (command === 'look-a' ? 'web BAD' : 'web good'))
    const events: Untimed<TraceEvent>[] = []
    const claim = await loops
      .skill(() => parts({ verifier: verdicts(false, true) }))
      .run(context(shell, card('recovered'), events))
    expect(claim.finding?.answer).toBe('yes')
    expect(events.some((event) => event.type === 'decision' && event.component === 'verifier' && event.activated)).toBe(
      true,
    )
  })

  it('the full system takes a remedy back that did not hold, and tries the next', async () => {
    const { shell, typed } = scripted(() => '')
    const claim = await loops.skill(() => parts({ verifier: verdicts(false, true) })).run(context(shell, card()))
    expect(claim.status).toBe('solved')
    expect(typed).toEqual(['nudge', 'undo-gentle', 'restart'])
  })

  it('the full system says that it is blocked when its gate refuses every remedy, and then nothing has run', async () => {
    const { shell, typed } = scripted(() => '')
    const gateFor = () => ({
      decide: () => ({ allowed: false, rule: 'scope', reason: 'outside' }) as const,
      observe: () => undefined,
    })
    const claim = await loops.skill(() => parts({ gateFor })).run(context(shell, card()))
    expect(claim.status).toBe('blocked')
    expect(typed).toEqual([])
  })

  it('without the typed form nothing is taken back', async () => {
    const { shell, typed } = scripted(() => '')
    await loops.skill(() => parts({ typed: false, verifier: verdicts(false, true) })).run(context(shell, card()))
    expect(typed).toEqual(['nudge', 'restart'])
  })

  it('noop types nothing and claims nothing', async () => {
    const { shell, typed } = scripted(() => '')
    expect((await loops.noop(() => parts()).run(context(shell, card()))).status).toBe('unsolved')
    expect(typed).toEqual([])
  })
})
