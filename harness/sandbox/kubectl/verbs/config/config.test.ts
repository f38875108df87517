import { describe, expect, it } from 'vitest'
import { aDesk } from '../../../../testing/a-desk.ts'

const FILE = '/home/ops/.kube/config'
const CONFIG = `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: 'https://10.0.0.9:6443'}}]
contexts: [{name: main, context: {cluster: c, user: u, namespace: shop}}]
users: [{name: u, user: {token: t}}]
current-context: main
`
const aConfiguredDesk = () => aDesk(undefined, { [FILE]: CONFIG })

describe('kubectl config', () => {
  it('keeps what it sets: users, clusters, contexts and single values', async () => {
    const { run } = aConfiguredDesk()
    expect((await run('config set-credentials bob --token=x')).stdout).toBe('User "bob" set.\n')
    expect((await run('config set-cluster far --server=https://far')).stdout).toBe('Cluster "far" set.\n')
    expect((await run('config set-context other --user=bob --cluster=far')).stdout).toBe('Context "other" created.\n')
    expect((await run('config set contexts.other.namespace z')).stdout).toBe(
      'Property "contexts.other.namespace" set.\n',
    )
    expect((await run('config get-users')).stdout).toBe('NAME\nu\nbob\n')
    expect((await run('config get-contexts')).stdout).toContain('other   far       bob        z')
    expect((await run(['config', 'view', '--minify', '-o', 'jsonpath={..namespace}'])).stdout).toBe('shop')
    expect((await run('config view -o wide')).stderr).toBe(
      'error: unable to match a printer suitable for the output format "wide"\n',
    )
    expect((await run('config view -o jsonpath-file=/tmp/template')).exitCode).toBe(1)
  })

  it('renames and deletes, and says what is not there', async () => {
    const { run } = aConfiguredDesk()
    expect((await run('config rename-context main first')).stdout).toBe('Context "main" renamed to "first".\n')
    expect((await run('config current-context')).stdout).toBe('first\n')
    expect((await run('config delete-user u')).stdout).toBe(`deleted user u from ${FILE}\n`)
    expect(await run('config delete-user u')).toMatchObject({
      exitCode: 1,
      stderr: `error: cannot delete user u, not in ${FILE}\n`,
    })
    expect((await run('config delete-context first')).stderr).toMatch(/^warning: this removed your active context/)
    expect((await run('config unset users.nobody.token')).exitCode).toBe(1)
  })
})
