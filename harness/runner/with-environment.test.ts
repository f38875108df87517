import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withEnvironment } from './with-environment.ts'

describe('the environment of a command', () => {
  it('exports the namespace, and the kubeconfig only if there is one', () => {
    expect(withEnvironment({ namespace: 'shop', parameters: {} }, 'kubectl get pods')).toBe(
      'export OPS_NAMESPACE=shop && kubectl get pods',
    )
    expect(withEnvironment({ kubeconfig: '/k.conf', namespace: 'shop', parameters: { replicas: 3 } }, 'true')).toBe(
      'export KUBECONFIG=/k.conf && export OPS_NAMESPACE=shop && export OPS_REPLICAS=3 && true',
    )
  })

  it('hands any value to a real shell unchanged', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')),
        (value) => {
          const line = withEnvironment({ namespace: 'n', parameters: { value } }, 'printf %s "$OPS_VALUE"')
          expect(execFileSync('sh', ['-c', line]).toString()).toBe(Buffer.from(value).toString())
        },
      ),
      { numRuns: 60, seed: 7 },
    )
  })
})
