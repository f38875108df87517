import { describe, expect, it } from 'vitest'
import { createRng } from '../../adapters/system/create-rng.ts'
import { aRecording, type Recording, replayRecording } from '../../testing/a-recording.ts'
import { replaySession, type ReplayedCase } from './replay-session.ts'
import { readSession, SessionError, type SessionStep } from './session-step.ts'
import { summarise } from './measure.ts'

const replay = (steps: readonly SessionStep[], files: ReadonlyMap<string, string> = new Map()) =>
  replaySession({ rng: createRng('1'), files }, steps)

const aCase = (id: string, cmd: string, t?: number): SessionStep => ({
  step: 'case',
  id,
  cmd,
  ...(t === undefined ? {} : { t }),
})

const outputs = (cases: readonly ReplayedCase[]): readonly string[] => cases.map(({ stdout }) => stdout)

describe('a replayed session', () => {
  it('finds its files, forgives silent steps, and lets pauses pass in virtual time', async () => {
    const cases = await replay(
      [
        aCase('date', 'date +%s'),
        { step: 'silent', cmd: 'kubectl -n nowhere delete pod x' },
        { step: 'wait', seconds: 90 },
        aCase('later', 'date +%s'),
        aCase('file', 'cat apps/web.yaml'),
        aCase('fails', 'kubectl get nonsense'),
      ],
      new Map([['apps/web.yaml', 'kind: Pod\n']]),
    )
    const [before, after] = outputs(cases).map(Number)
    expect(after! - before!).toBeGreaterThanOrEqual(90)
    expect(cases[2]).toMatchObject({ exit: 0, stdout: 'kind: Pod\n', stderr: '' })
    expect(cases[3]).toMatchObject({ id: 'fails', exit: 1, stdout: '' })
  })

  it('types no case before its time', async () => {
    const cases = await replay([aCase('a', 'date +%s', 0), aCase('b', 'date +%s', 30), aCase('c', 'date +%s', 1)])
    const [first, second, third] = outputs(cases).map(Number)
    expect(second! - first!).toBe(30)
    expect(third! - second!).toBeLessThanOrEqual(1)
  })

  it('begins a block in a cluster of its own', async () => {
    const cases = await replay([
      aCase('first', 'kubectl create ns left-behind'),
      { step: 'silent', cmd: 'kubectl create ns shop' },
      aCase('second', 'kubectl get ns -o name'),
    ])
    expect(cases[1]?.stdout).toContain('namespace/shop\n')
    expect(cases[1]?.stdout).not.toContain('left-behind')
  })

  it('is refused where a line is no step', () => {
    expect(() => readSession('{"step":"wait","seconds":1}\n{"step":"nap"}\n')).toThrow(SessionError)
    expect(() => readSession('{"step":"wait","seconds":1}\n{"step":"nap"}\n')).toThrow(/^line 2 is no step/)
    expect(() => readSession('nonsense')).toThrow('line 1 is not JSON')
  })
})

describe('the same seed and the same commands', () => {
  it('give the same bytes over 50 runs, whatever the time zone and the language', async () => {
    const { session, files } = aRecording('operations')
    const steps = readSession(session).slice(0, 10)
    const before = { TZ: process.env['TZ'], LANG: process.env['LANG'] }
    const places = [
      { TZ: 'UTC', LANG: 'C' },
      { TZ: 'Asia/Kolkata', LANG: 'tr_TR.UTF-8' },
    ]
    const seen = new Set<string>()
    try {
      for (let run = 0; run < 50; run += 1) {
        Object.assign(process.env, places[run % places.length])
        seen.add(JSON.stringify(await replay(steps, files)))
      }
    } finally {
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
      }
    }
    expect(seen.size).toBe(1)
  }, 60_000)
})

const renamed = ({ session, files }: Recording, names: Readonly<Record<string, string>>): Recording => {
  const rename = (text: string): string =>
    Object.entries(names).reduce((shown, [old, name]) => shown.replaceAll(old, name), text)
  return { session: rename(session), files: new Map([...files].map(([path, text]) => [path, rename(text)])) }
}

describe('a session with other names and numbers', () => {
  it('comes out as alike as the recorded one, since outputs follow from objects', async () => {
    const changed = renamed(aRecording('operations'), {
      'opsskill-exp': 'team-blue',
      'demo-app': 'storefront',
      'nginx:1.28-alpine': 'nginx:1.26-alpine',
      'bad-image': 'wrong-tag',
    })
    const { levels } = await replayRecording(changed)
    const { cases, exitAgrees, mean } = summarise(levels)
    expect(exitAgrees).toBe(cases)
    expect(mean).toBeGreaterThanOrEqual(0.95)
  })

  it('counts the replicas that were asked for', async () => {
    const files = new Map(
      [...aRecording('operations').files].map(([path, text]) => [path, text.replaceAll('replicas: 2', 'replicas: 5')]),
    )
    const cases = await replay(
      [
        aCase('ns', 'kubectl create ns opsskill-exp'),
        aCase('apply', 'kubectl apply -f demo.yaml'),
        aCase('status', 'kubectl -n opsskill-exp rollout status deployment/demo-app --timeout=60s'),
        aCase('deploy', 'kubectl -n opsskill-exp get deployment demo-app --no-headers'),
        aCase('pods', 'kubectl -n opsskill-exp get pods -o name'),
        aCase(
          'endpoints',
          `kubectl -n opsskill-exp get endpoints demo-app -o jsonpath='{.subsets[*].addresses[*].ip}'`,
        ),
      ],
      files,
    )
    const [, , status, deployment, pods, endpoints] = outputs(cases)
    expect(status).toContain('0 of 5 updated replicas are available')
    expect(deployment).toMatch(/^demo-app +5\/5 +5 +5 /)
    expect(pods!.trim().split('\n')).toHaveLength(5)
    expect(endpoints!.split(' ')).toHaveLength(5)
  })
})
