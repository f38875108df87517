import { describe, expect, test } from 'vitest'
import { chaosComplaints, complaintText } from './check-chaos.ts'

const aChaos = (kind: string, spec: object) => ({
  apiVersion: 'chaos-mesh.org/v1alpha1',
  kind,
  metadata: { name: 'x' },
  spec: { mode: 'all', selector: { pods: { shop: ['web-1'] } }, ...spec },
})

describe('the fields of a Chaos Mesh object', () => {
  test('pass where they are of its kind', () => {
    expect(chaosComplaints(aChaos('NetworkChaos', { action: 'delay', delay: { latency: '20ms' } }))).toEqual([])
    expect(chaosComplaints(aChaos('HTTPChaos', { target: 'Request', port: 80, abort: true }))).toEqual([])
  })

  test.each([
    ['a misspelt field', 'NetworkChaos', { action: 'delay', dealy: {} }, 'spec.dealy: expected one of the keys '],
    [
      'a value outside its list',
      'PodChaos',
      { action: 'pod-kil' },
      'spec.action: expected one of pod-kill, pod-failure, container-kill, found "pod-kil"',
    ],
    [
      'a value of another type',
      'HTTPChaos',
      { target: 'Request', port: '80' },
      'spec.port: expected a number, found "80"',
    ],
    ['a field that is missing', 'TimeChaos', {}, 'spec.timeOffset: expected a text, found nothing'],
    [
      'a value out of bounds',
      'StressChaos',
      { stressors: { cpu: { workers: 1, load: 120 } } },
      'spec.stressors.cpu.load: expected at most 100, found ',
    ],
  ])('are refused for %s', (_what, kind, spec, complaint) => {
    expect(chaosComplaints(aChaos(kind, spec)).map(complaintText).join('\n')).toContain(complaint)
  })

  test('are refused where the kind is none of those', () => {
    expect(chaosComplaints({ ...aChaos('PodChaos', {}), kind: 'PodChaoss' })[0]).toMatchObject({
      path: ['kind'],
      found: 'PodChaoss',
    })
  })
})
