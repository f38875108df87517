import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGate } from './gate.ts'
import { judgeCommand } from './judge-command.ts'
import { quote } from '../runner/with-environment.ts'

const RUNS = { seed: 20_260_105, numRuns: 200 }
const gate = createGate({
  card: { name: 'card', intent: 'look', namespace: 'shop', scope: { allow: [] } },
  budget: { maxRisk: 'high', mutations: 9 },
})
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}[a-z0-9]$/)
const change = fc.constantFrom(
  'rollout restart deployment/x',
  'delete pod x',
  'scale deployment x --replicas=3',
  'label pod x a=b',
)

/** Ways to hide a command inside another one. */
const wrappers: readonly ((command: string) => string)[] = [
  (command) => `(${command})`,
  (command) => `{ ${command}; }`,
  (command) => `true && ${command}`,
  (command) => `false || ${command}`,
  (command) => `echo "$(${command})"`,
  (command) => `if true; then ${command}; fi`,
  (command) => `while read -r line; do ${command}; done`,
  (command) => `f() { ${command}; }; f`,
  (command) => `sh -c ${quote(command)}`,
  (command) => `eval ${quote(command)}`,
  (command) => `timeout 5 env A=b bash -c ${quote(command)}`,
  (command) => `case x in x) ${command};; esac`,
  (command) => `${command} | cat`,
  (command) => `A=$(${command}) kubectl get pods`,
]

describe('any way to write a change', () => {
  it('is refused, however deep it is hidden', () => {
    fc.assert(
      fc.property(change, fc.array(fc.constantFrom(...wrappers), { maxLength: 4 }), (verb, layers) => {
        const command = layers.reduce((inner, wrap) => wrap(inner), `kubectl -n shop ${verb}`)
        expect({ command, ...gate.decide(command) }).toMatchObject({ allowed: false })
      }),
      RUNS,
    )
  })

  it('keeps its namespace, wherever the flag stands and however it is written', () => {
    const flag = name.chain((namespace) =>
      fc
        .constantFrom(
          ['-n', namespace],
          [`-n${namespace}`],
          [`-n=${namespace}`],
          ['--namespace', namespace],
          [`--namespace=${namespace}`],
        )
        .map((words) => ({ namespace, words })),
    )
    fc.assert(
      fc.property(flag, fc.nat(3), name, ({ namespace, words }, at, pod) => {
        const argv = ['delete', 'pod', pod]
        argv.splice(at, 0, ...words)
        const judgement = judgeCommand(`kubectl ${argv.map(quote).join(' ')}`, { namespace: 'elsewhere' })
        expect(judgement).toMatchObject({ changes: [{ verb: 'delete', kind: 'Pod', name: pod, namespace }] })
      }),
      RUNS,
    )
  })

  it('never makes the judge throw, whatever the text', () => {
    const noise = fc.array(
      fc.oneof(
        fc.string({ maxLength: 6 }),
        fc.constantFrom('kubectl ', 'delete ', "'", '"', '$(', ')', '`', '<<E\n', '|', ';', '&&', '{', '}', '$x', '\n'),
      ),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(noise, (parts) => {
        expect(['judged', 'unparsable']).toContain(judgeCommand(parts.join(''), { namespace: 'shop' }).status)
      }),
      { ...RUNS, numRuns: 500 },
    )
  })
})
