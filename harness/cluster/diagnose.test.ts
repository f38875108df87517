import { describe, expect, it } from 'vitest'
import type { Shell } from '../ports/shell.ts'
import { sandboxProfile, SandboxSettings } from '../sandbox/profiles/sandbox-settings.ts'
import { openInProcess } from '../sandbox/world/open-in-process.ts'
import type { SandboxProfile } from '../sandbox/world/sandbox-identity.ts'
import { anRng } from '../testing/an-rng.ts'
import { diagnose } from './diagnose.ts'
import type { Finding } from './finding.ts'

const usual = sandboxProfile(SandboxSettings.parse({ name: 'usual', description: 'The usual cluster.' }))
const like = (settings: object): SandboxProfile =>
  sandboxProfile(SandboxSettings.parse({ name: 'odd', description: 'Lacks something.', ...settings }))
const withKubectl = (clientVersion: string): SandboxProfile => ({
  ...usual,
  kubectl: { ...usual.kubectl, clientVersion },
})

describe('a look at a cluster', () => {
  const open = (profile: SandboxProfile) => openInProcess({ rng: anRng('doctor'), namespace: 'shop', profile })
  const look = (world: ReturnType<typeof open>, harness: Shell = world.harness): Promise<readonly Finding[]> =>
    diagnose(
      { harness, method: world.method, clock: world.clock },
      { hasMethodUser: true, images: ['nginx:1.27-alpine'] },
    )
  const wrongIn = async (profile: SandboxProfile): Promise<readonly Finding[]> =>
    (await look(open(profile))).filter(({ status }) => status !== 'ok')
  const failed = (check: string, detail: string | RegExp, remedy: string, status = 'failed') => ({
    check,
    status,
    detail: (typeof detail === 'string' ? expect.stringContaining(detail) : expect.stringMatching(detail)) as string,
    remedy: expect.stringContaining(remedy) as string,
  })

  it('finds nothing wrong with one that has all', async () => {
    expect(await wrongIn(usual)).toEqual([])
    expect(await look(open(usual))).toHaveLength(8)
  })

  it('says that kubectl is missing, and nothing that would follow from it', async () => {
    expect(await look(open(like({ without_tools: ['kubectl'] })))).toEqual([
      failed('kubectl and server', 'kubectl: command not found', 'install kubectl on the target host'),
    ])
  })

  it('names the kubeconfig that is not there', async () => {
    const world = open(usual)
    const harness: Shell = {
      exec: (command, options) => world.harness.exec(`export KUBECONFIG=/etc/no-such-file; ${command}`, options),
    }
    expect(await look(world, harness)).toEqual([
      failed(
        'kubeconfig',
        '/etc/no-such-file is not there, or cannot be read',
        'name the kubeconfig with kube_context',
      ),
    ])
  })

  it('refuses a kubectl that is too old for what trials do, and looks at the rest all the same', async () => {
    const all = await look(open(withKubectl('v1.19.16')))
    expect(all).toHaveLength(8)
    expect(all.filter(({ status }) => status !== 'ok')).toEqual([
      failed(
        'kubectl and server',
        'kubectl v1.19.16, server v1.32.13: this kubectl is too old',
        'install kubectl v1.32',
      ),
    ])
  })

  it('warns of one that is a little older or newer than it should be', async () => {
    const warning = (detail: string, remedy: string) => [failed('kubectl and server', detail, remedy, 'warning')]
    expect(await wrongIn(withKubectl('v1.29.3'))).toEqual(warning(': 3 minor versions older', 'such as v1.32'))
    expect(await wrongIn(like({ kubernetes: 'v1.28.15' }))).toEqual(
      warning(': 4 minor versions newer', 'such as v1.28'),
    )
  })

  it('says what to install where metrics-server is missing', async () => {
    expect(await wrongIn(like({ metrics_server: false }))).toEqual([
      failed('metrics-server', 'Metrics API not available', 'install metrics-server'),
    ])
  })

  it('says what to install where Chaos Mesh is missing, or only its kinds are there', async () => {
    expect(await wrongIn(like({ chaos_mesh: 'absent' }))).toEqual([
      failed('Chaos Mesh', 'kinds are missing: stresschaos, networkchaos', 'helm install chaos-mesh'),
    ])
    expect(await wrongIn(like({ chaos_mesh: 'kinds' }))).toEqual([
      failed('Chaos Mesh', 'no daemons that act on them', 'helm install chaos-mesh'),
    ])
  })

  it('blames the rights, not the cluster, where the account of the harness may not look', async () => {
    const world = open(usual)
    const found = (await look(world, world.method)).filter(({ status }) => status !== 'ok')
    const unread = (check: string, detail: string) =>
      failed(check, `cannot be looked at: exit 1: ${detail}`, 'cluster-admin')
    expect(found).toEqual([
      failed('rights of the harness', 'may not create namespaces, delete namespaces,', 'bind cluster-admin'),
      unread('Chaos Mesh', 'Error from server (Forbidden): customresourcedefinitions'),
      failed('isolation', 'the account of the harness itself', 'make a second account'),
    ])
  })

  it('blames the rights too where it may not read metrics and nodes', async () => {
    const world = open(usual)
    const forbidden =
      'echo "Error from server (Forbidden): nodes is forbidden: User \\"one\\" cannot list it" >&2; exit 1'
    const harness: Shell = {
      exec: (command, options) =>
        world.harness.exec(/kubectl (?:top|get) nodes/.test(command) ? forbidden : command, options),
    }
    const found = (await look(world, harness)).filter(({ status }) => status !== 'ok')
    expect(found).toEqual(
      ['metrics-server', 'images of the apps'].map((check) =>
        failed(check, 'cannot be looked at: exit 1: Error from server (Forbidden)', 'bind cluster-admin'),
      ),
    )
  })

  it('says how far off the clock of the target host is, and that it cannot be read where `date` has no ms', async () => {
    const world = open(usual)
    const late = { ...world.clock, nowMs: () => world.clock.nowMs() + 10 * 60_000 }
    const options = { hasMethodUser: true, images: [] }
    const found = await diagnose({ harness: world.harness, method: world.method, clock: late }, options)
    expect(found.filter(({ status }) => status !== 'ok')).toEqual([
      failed('clocks', /the target host is (?:600|599)\d{3} ms behind/, 'run a time service', 'warning'),
    ])
    const harness: Shell = {
      exec: (command, more) => world.harness.exec(command.startsWith('date ') ? 'echo 1767600000N' : command, more),
    }
    const plain = await diagnose({ harness, method: world.method, clock: world.clock }, options)
    expect(plain.filter(({ status }) => status !== 'ok')).toEqual([
      failed('clocks', 'does not print ms since 1970', 'install GNU coreutils'),
    ])
  })
})
