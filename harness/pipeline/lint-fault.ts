import { describeValue } from '../domain/describe-issue.ts'
import type { Fault } from '../domain/fault.ts'
import { injectionSteps, type Manifest } from '../domain/injection.ts'
import type { LintFinding } from '../ports/skill-linter.ts'
import { chaosComplaints } from './check-chaos.ts'
import { isClusterReading } from './cluster-reading.ts'
import { fillPlaceholders } from './placeholders.ts'

/** What a fault's schema cannot say: its symptom is seen as operators see, its Chaos objects have the fields of their kinds. */
export const lintFault = (fault: Fault): readonly LintFinding[] => [
  ...symptomFindings(fault),
  ...targetFindings(fault),
  ...exampleChaos(fault).flatMap(({ path, manifest }) =>
    chaosComplaints(manifest).map((complaint) => ({ ...complaint, path: [...path, ...complaint.path] })),
  ),
]

/** The Chaos objects of a fault with something in place of its placeholders, and where in the file they stand. */
export const exampleChaos = ({
  inject,
}: Pick<Fault, 'inject'>): readonly { readonly path: LintFinding['path']; readonly manifest: Manifest }[] =>
  injectionSteps(fillPlaceholders(inject, EXAMPLE)).flatMap((step, index) =>
    'chaos' in step
      ? [
          {
            path: 'timeline' in inject ? ['inject', 'timeline', index, 'chaos'] : ['inject', 'chaos'],
            manifest: step.chaos,
          },
        ]
      : [],
  )

const symptomFindings = ({ symptom: { command } }: Fault): readonly LintFinding[] => {
  const at = { path: ['symptom', 'command'], found: describeValue(command) }
  return [
    ...(isClusterReading(command)
      ? []
      : [
          {
            ...at,
            expected: 'kubectl and filters, with no text of its own',
            remedy: 'let the command print what the cluster says, and match that with expect_stdout_matches',
          },
        ]),
    ...(/chaos|__NAME__/i.test(command)
      ? [
          {
            ...at,
            expected: 'what an operator can see',
            remedy: 'look at pods, events, metrics or requests, not at the object of the fault',
          },
        ]
      : []),
  ]
}

const targetFindings = ({ inject, symptom, targets }: Fault): readonly LintFinding[] =>
  targets.pods === 'none' && /__PODS?__|__NODE__/.test(JSON.stringify([inject, symptom]))
    ? [
        {
          path: ['targets'],
          expected: 'how many pods are hit: the fault names them',
          found: 'pods: none',
          remedy: 'set targets: { pods: all }, or a number',
        },
      ]
    : []

const EXAMPLE = {
  __NAME__: 'name',
  __NAMESPACE__: 'namespace',
  __WORKLOAD__: 'workload',
  __POD__: 'pod',
  __PODS__: ['pod'],
  __NODE__: 'node',
  __CHAOS_DURATION__: '25s',
}
