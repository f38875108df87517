import type { Fault } from '../../domain/fault.ts'
import { injectionSteps } from '../../domain/injection.ts'

/** A Markdown table of faults: what is injected, what shows, what proves it, what repairs it. */
export const faultTable = (faults: readonly { readonly path: string; readonly fault: Fault }[]): string => {
  const rows = faults.map(({ path, fault }) => [
    path,
    fault.app,
    injectionOf(fault),
    fault.expect.join('; '),
    fault.symptom.name,
    fault.replacing_pods_repairs && !/pod/.test(fault.repair) ? `${fault.repair}, or replacing the pods` : fault.repair,
  ])
  const head = ['fault', 'app', 'injection', 'what an operator sees', 'symptom', 'what repairs it']
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |\n`)
    .join('')
}

const injectionOf = ({ inject, lifetime, targets }: Fault): string => {
  const what = injectionSteps(inject).flatMap((step) =>
    'chaos' in step
      ? [step.chaos.kind]
      : step.mutations.map((mutation) =>
          'kubectl' in mutation
            ? (VERBS[mutation.kubectl[0] ?? ''] ?? mutation.kubectl.find((arg) => arg in VERBS) ?? 'kubectl')
            : mutation.apply.kind,
        ),
  )
  const hit = targets.pods === 'none' ? '' : targets.pods === 'all' ? ', all pods' : `, ${targets.pods} pod`
  return `${[...new Set(what)].join(', ')}${hit}${lifetime === 'expires' ? ', expires' : ''}`
}

/** Verbs of kubectl, as a table names them. */
const VERBS: Readonly<Record<string, string>> = {
  cordon: 'cordon',
  delete: 'delete',
  label: 'label',
  patch: 'patch',
  rollout: 'rollout',
  scale: 'scale',
  set: 'set',
  taint: 'taint',
}
