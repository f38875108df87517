import { parse } from 'yaml'
import { describe, expect, it } from 'vitest'
import { CHAOS_SPECS, type FieldSchema } from '../../../domain/chaos-fields.ts'
import { manifestComplaint } from './manifest-complaint.ts'
import { specComplaint } from './spec-complaint.ts'

const complaintOf = (kind: string, spec: string): string | undefined =>
  specComplaint(kind, { mode: 'all', selector: { namespaces: ['shop'] }, ...parse(`{ ${spec} }`) } as never)

describe('a field of a chaos either has its effect or is refused by name', () => {
  it.each([
    ['StressChaos', 'remoteCluster: elsewhere, stressors: { cpu: { workers: 1 } }', 'spec.remoteCluster'],
    [
      'StressChaos',
      "selector: { fieldSelectors: { 'spec.hostIP': x } }, stressors: { cpu: { workers: 1 } }",
      'field label',
    ],
    ['StressChaos', 'stressors: { cpu: { workers: 1, options: [--cpu-method, fft] } }', 'spec.stressors.cpu.options'],
    ['StressChaos', 'stressors: { memory: { workers: 1, options: [--x] } }', 'spec.stressors.memory.options'],
    ['StressChaos', 'stressors: { memory: { workers: 1 } }', 'spec.stressors.memory.size'],
    ['StressChaos', 'stressors: { memory: { workers: 1, size: plenty } }', 'spec.stressors.memory.size'],
    ['StressChaos', 'stressors: { memory: { workers: 1, size: 1MB, oomScoreAdj: -1000 } }', 'oomScoreAdj'],
    ['StressChaos', 'stressors: {}', 'spec.stressors'],
    ['StressChaos', "stressngStressors: '--hdd 2'", 'not "--hdd"'],
    ['StressChaos', "stressngStressors: '--cpu-load 50'", 'at least one of'],
    ['StressChaos', "stressngStressors: '--cpu 0'", 'spec.stressngStressors.cpu.workers'],
    ['NetworkChaos', "action: delay, delay: { latency: 1s, correlation: '101' }", 'spec.delay.correlation'],
    [
      'NetworkChaos',
      'action: delay, delay: { latency: 1s, reorder: { reorder: x, gap: 1 } }',
      'spec.delay.reorder.reorder',
    ],
    ['NetworkChaos', "action: loss, device: eth1, loss: { loss: '1' }", 'Cannot find device "eth1"'],
    ['NetworkChaos', "action: loss, targetDevice: lo, loss: { loss: '1' }", 'spec.targetDevice'],
    ['NetworkChaos', 'action: netem, rate: { rate: fast }', 'spec.rate.rate'],
    ['NetworkChaos', 'action: bandwidth, bandwidth: { rate: 0kbps, buffer: 1, limit: 1 }', 'spec.bandwidth.rate'],
    ['NetworkChaos', "action: loss, direction: both, loss: { loss: '1' }", 'spec.target: Required value'],
    ['PodChaos', 'action: container-kill', 'spec.containerNames'],
    ['HTTPChaos', 'target: Request, port: 80', 'at least one of'],
    ['HTTPChaos', 'target: Request, port: 80, abort: true, tls: {}', 'spec.tls'],
    ['HTTPChaos', 'target: Request, port: 80, abort: true, request_headers: { a: b }', 'spec.request_headers'],
    ['HTTPChaos', 'target: Request, port: 80, abort: true, code: 200', 'spec.code'],
    ['HTTPChaos', 'target: Request, port: 80, replace: { code: 500 }', 'spec.replace.code'],
    ['HTTPChaos', 'target: Request, port: 80, replace: { headers: { a: b } }', 'spec.replace.headers'],
    ['HTTPChaos', 'target: Request, port: 80, patch: { body: { type: JSON, value: "{}" } }', 'spec.patch.body'],
    ['HTTPChaos', 'target: Response, port: 80, replace: { path: /x }', 'spec.replace'],
    ['HTTPChaos', 'target: Response, port: 80, patch: { queries: [[a, b]] }', 'spec.patch.queries'],
    ['HTTPChaos', 'target: Response, port: 80, patch: { headers: [[a]] }', 'spec.patch.headers'],
    ['HTTPChaos', 'target: Response, port: 80, patch: { body: { type: XML, value: a } }', 'spec.patch.body.type'],
    ['HTTPChaos', 'target: Response, port: 80, patch: { body: { type: JSON, value: "[1]" } }', 'spec.patch.body.value'],
    ['DNSChaos', "action: error, patterns: ['*.shop']", 'spec.patterns'],
    ['TimeChaos', 'timeOffset: 1h, clockIds: [CLOCK_MONOTONIC]', 'spec.clockIds'],
    ['TimeChaos', 'timeOffset: 1h, clockIds: [CLOCK_TOWER]', 'unknown clock id'],
    ['TimeChaos', 'timeOffset: soon', 'spec.timeOffset'],
    [
      'IOChaos',
      'action: mistake, mistake: { filling: zero, maxLength: 1, maxOccurrences: 1 }',
      'spec.action: the sandbox acts out',
    ],
    ['IOChaos', 'action: attrOverride, attr: { perm: 72 }', 'spec.action: the sandbox acts out'],
    ['IOChaos', 'action: fault, volumePath: data, errno: 5', 'spec.volumePath: Invalid value'],
    ['IOChaos', 'action: fault, volumePath: /data', 'spec.errno: Required value'],
    ['IOChaos', 'action: fault, volumePath: /data, errno: 4711', 'spec.errno: Invalid value'],
    ['IOChaos', 'action: latency, volumePath: /data', 'spec.delay: Invalid value'],
    [
      'IOChaos',
      'action: latency, volumePath: /data, delay: 1s, methods: [fsync]',
      'spec.methods: the programs of the sandbox never call fsync',
    ],
    ['IOChaos', 'action: latency, volumePath: /data, delay: 1s, methods: [think]', 'unknown method'],
    ['IOChaos', 'action: latency, volumePath: /data, delay: 1s, percent: 120', 'spec.percent'],
    ['JVMChaos', 'action: latency', 'does not act out JVMChaos'],
  ])('%s { %s }', (kind, spec, refusal) => {
    expect(complaintOf(kind, spec)).toContain(refusal)
  })

  it.each([
    ['StressChaos', "stressngStressors: '--cpu 2 --cpu-load 50 --vm 1 --vm-bytes 100M'"],
    [
      'NetworkChaos',
      "action: delay, delay: { latency: 1s, correlation: '50', reorder: { reorder: '10', correlation: '5', gap: 3 } }",
    ],
    ['NetworkChaos', 'action: netem, rate: { rate: 1mbps }, device: eth0'],
    ['NetworkChaos', 'action: bandwidth, bandwidth: { rate: 1mbps, buffer: 1, limit: 1, peakrate: 9, minburst: 1500 }'],
    [
      'HTTPChaos',
      'target: Request, port: 80, patch: { queries: [[a, b]] }, replace: { path: /x, method: PUT, queries: { a: c } }',
    ],
    [
      'HTTPChaos',
      'target: Response, port: 80, code: 200, response_headers: { Server: nginx }, patch: { headers: [[a, b]] }',
    ],
    ['IOChaos', 'action: latency, volumePath: /data, delay: 1s, path: /data/*, methods: [read, write], percent: 5'],
    ['TimeChaos', 'timeOffset: -1h, clockIds: [CLOCK_REALTIME, CLOCK_MONOTONIC]'],
  ])('and %s { %s } has its effect', (kind, spec) => {
    expect(complaintOf(kind, spec)).toBeUndefined()
  })
})

describe('a Schedule', () => {
  const complaintAbout = (spec: string) => manifestComplaint('Schedule', parse(`{ type: PodChaos, ${spec} }`))
  const inner = 'podChaos: { mode: all, selector: {}, action: container-kill }'

  it('is refused for a line that names no times, and for what is wrong with what it makes', () => {
    expect(complaintAbout('schedule: soon')).toContain('spec.schedule: Invalid value: "soon"')
    expect(complaintAbout("schedule: ''")).toContain('empty spec string')
    expect(complaintAbout("schedule: '@hourly'")).toContain('no such chaos in the spec')
    expect(complaintAbout(`schedule: '@hourly', ${inner}`)).toContain('spec.podChaos.containerNames: Required value')
  })
})

describe('the table of fields', () => {
  const pathsOf = (schema: FieldSchema, path: string): readonly string[] => [
    path,
    ...Object.entries(schema.properties ?? {}).flatMap(([key, field]) => pathsOf(field, `${path}.${key}`)),
    ...(schema.items === undefined ? [] : pathsOf(schema.items, `${path}[]`)),
  ]

  it('has no field that is not accounted for: a new one needs an effect or a refusal, and a row above', () => {
    const counts = Object.fromEntries(
      Object.entries(CHAOS_SPECS).map(([kind, schema]) => [kind, pathsOf(schema, 'spec').length]),
    )
    expect(counts).toMatchInlineSnapshot(`
      {
        "DNSChaos": 28,
        "HTTPChaos": 55,
        "IOChaos": 56,
        "NetworkChaos": 75,
        "PodChaos": 27,
        "Schedule": 313,
        "StressChaos": 38,
        "TimeChaos": 28,
      }
    `)
  })
})
