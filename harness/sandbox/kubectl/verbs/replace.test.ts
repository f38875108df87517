import { describe, expect, it } from 'vitest'
import { aDesk } from '../../../testing/a-desk.ts'

const map = (data: string, rest = ''): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a${rest}}\ndata: {k: ${data}}\n`

describe('replace', () => {
  it('puts the document in the place of the object', async () => {
    const { run } = aDesk()
    await run('create cm a --from-literal=k=one --from-literal=other=x')
    expect(await run('replace -f -', map('two'))).toMatchObject({ stdout: 'configmap/a replaced\n', exitCode: 0 })
    expect((await run('get cm a -o jsonpath={.data}')).stdout).toBe('{"k":"two"}')
  })

  it('refuses what is not there, and what has changed since it was read', async () => {
    const { run } = aDesk()
    expect((await run('replace -f -', map('two'))).stderr).toBe(
      'Error from server (NotFound): error when replacing "STDIN": configmaps "a" not found\n',
    )
    await run('create cm a --from-literal=k=one')
    const { stderr } = await run('replace -f -', map('two', ', resourceVersion: "1"'))
    expect(stderr).toContain('the object has been modified; please apply your changes to the latest version')
  })

  it('deletes and creates with --force', async () => {
    const { run } = aDesk()
    await run('create cm a --from-literal=k=one')
    const before = (await run('get cm a -o jsonpath={.metadata.uid}')).stdout
    expect((await run('replace --force -f -', map('two'))).stdout).toBe('configmap "a" deleted\nconfigmap/a replaced\n')
    expect((await run('get cm a -o jsonpath={.metadata.uid}')).stdout).not.toBe(before)
  })
})

describe('a dry run on the client', () => {
  it('shows what a patch would make of the object', async () => {
    const { run } = aDesk()
    await run('create deployment web --image=nginx')
    const dry = '--dry-run=client -o jsonpath={.spec.template.spec.containers[0]}'
    expect((await run(`set image deploy/web nginx=nginx:2 ${dry}`)).stdout).toContain('"image":"nginx:2"')
    expect((await run(`set env deploy/web A=b ${dry}`)).stdout).toContain('"env":[{"name":"A","value":"b"}]')
    expect((await run('get deploy web -o jsonpath={..image}')).stdout).toBe('nginx')
  })
})

describe('config', () => {
  const CONFIG = `apiVersion: v1
kind: Config
current-context: one
clusters: [{name: c, cluster: {server: 'https://10.0.0.1'}}]
users: [{name: u, user: {token: t}}]
contexts: [{name: one, context: {cluster: c, user: u}}, {name: two, context: {cluster: c, user: u}}]
`

  it('keeps the namespace and the context that are chosen', async () => {
    const { run } = aDesk(undefined, { '/home/ops/.kube/config': CONFIG })
    expect((await run('config set-context --current --namespace=shop')).stdout).toBe('Context "one" modified.\n')
    expect((await run('get pods')).stderr).toBe('No resources found in shop namespace.\n')
    expect((await run('config use-context two')).stdout).toBe('Switched to context "two".\n')
    expect((await run('config current-context')).stdout).toBe('two\n')
    expect((await run('get pods')).stderr).toBe('No resources found in default namespace.\n')
    expect((await run('config use-context nope')).stderr).toBe('error: no context exists with the name: "nope"\n')
  })
})
