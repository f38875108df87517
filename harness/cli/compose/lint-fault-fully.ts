import type { Fault } from '../../domain/fault.ts'
import { exampleChaos, lintFault } from '../../pipeline/lint-fault.ts'
import type { LintFinding } from '../../ports/skill-linter.ts'
import { manifestComplaint } from '../../sandbox/chaos/complaints/manifest-complaint.ts'

/**
 * What is wrong with a fault anywhere, and, as warnings, what only the sandbox would refuse: real clusters may take it, and `faults verify`
 * cannot prove it.
 */
export const lintFaultFully = (fault: Fault): readonly LintFinding[] => {
  const findings = lintFault(fault)
  if (findings.length > 0) return findings
  return exampleChaos(fault).flatMap(({ path, manifest }) => {
    const complaint = manifestComplaint(manifest.kind, manifest['spec'])
    if (complaint === undefined) return []
    const [, field = '', text = complaint] = /^((?:spec[\w.]*)?)(?:: )?(.*)$/s.exec(complaint) ?? []
    const at = field.split('.').filter((part) => part !== '')
    return [
      {
        path: [...path, ...at],
        expected: 'what the sandbox acts out',
        found: text,
        remedy: '',
        severity: 'warning' as const,
      },
    ]
  })
}
