import { describe, expect, it } from 'vitest'
import { createRng } from '../../adapters/system/create-rng.ts'
import { openWorld } from '../world/open-world.ts'
import { RECORDED_SANDBOX } from './recorded-sandbox.ts'

/** The operator's shell before a cluster that runs a web server with its Service. */
const aDesk = async () => {
  const { shells } = openWorld({ rng: createRng('1'), namespace: 'default', profile: RECORDED_SANDBOX })
  const type = async (command: string) => {
    const result = await shells.harness.exec({ command, stdin: '', timeoutMs: 600_000 })
    return { stdout: result.stdout, stderr: result.stderr, exit: result.status === 'exited' ? result.exitCode : -1 }
  }
  await type('kubectl create deploy web --image=nginx:1.27-alpine --port 80 && kubectl expose deploy web')
  await type('kubectl rollout status deploy/web')
  return type
}

describe('kubectl run, attached', () => {
  it('prints what the pod writes, and removes it', async () => {
    const type = await aDesk()
    const line = 'kubectl run tmp --rm -i --restart=Never --image=busybox:1.36 -- wget -qO- http://web'
    expect(await type(line)).toEqual({ stdout: 'hello\npod "tmp" deleted\n', stderr: '', exit: 0 })
    expect((await type('kubectl get pod tmp')).exit).toBe(1)
  })

  it('ends with the exit code of the container', async () => {
    const type = await aDesk()
    const done = await type(
      "kubectl run tmp --rm -i --restart=Never --image=busybox:1.36 -- sh -c 'echo one; sleep 3; echo two; exit 3'",
    )
    expect(done).toEqual({
      stdout: 'one\ntwo\npod "tmp" deleted\n',
      stderr: "If you don't see a command prompt, try pressing enter.\npod default/tmp terminated (Error)\n",
      exit: 3,
    })
  })

  it('gives up on an image that does not come, and still removes the pod', async () => {
    const type = await aDesk()
    const done = await type('kubectl run tmp --rm -i --restart=Never --image=registry.local/none:1 -- id')
    expect(done).toEqual({
      stdout: 'pod "tmp" deleted\n',
      stderr: 'error: timed out waiting for the condition\n',
      exit: 1,
    })
  })

  it('says that input has no way in', async () => {
    const type = await aDesk()
    const done = await type('echo hi | kubectl run tmp --rm -i --restart=Never --image=busybox:1.36 -- cat')
    expect(done.stderr).toContain('input cannot be sent to a new container')
    expect((await type('kubectl get pod tmp')).exit).toBe(1)
  })
})

describe('kubectl debug', () => {
  it('runs a container in the pod’s network and prints what it writes', async () => {
    const type = await aDesk()
    const done = await type(
      'kubectl debug $(kubectl get pod -l app=web -o name) --profile=general --image=busybox:1.36 -it -- wget -qO- http://localhost',
    )
    expect(done.stdout).toMatch(/^Defaulting debug container name to debugger-[a-z0-9]{5}\.\nhello\n$/)
    expect(done.stderr).toBe('Unable to use a TTY - input is not a terminal or the right kind of file\n')
  })

  it('leaves a container that can be entered, described and read', async () => {
    const type = await aDesk()
    await type(
      "kubectl debug $(kubectl get pod -l app=web -o name) -c dbg --image=busybox:1.36 -- sh -c 'echo here; sleep 600'",
    )
    await type('sleep 2')
    expect((await type('kubectl exec deploy/web -c dbg -- wget -qO- http://web')).stdout).toBe('hello\n')
    expect((await type('kubectl logs deploy/web -c dbg')).stdout).toBe('here\n')
    const described = (await type('kubectl describe pod -l app=web')).stdout
    expect(described).toMatch(/^Ephemeral Containers:\n {2}dbg:\n[\s\S]*^ {4}State: {10}Running$/m)
    expect(described).toContain('Started container dbg')
    expect((await type('kubectl logs deploy/web')).stderr).toBe(
      'Defaulted container "nginx" out of: nginx, dbg (ephem)\n',
    )
  })

  it('does not touch nodes', async () => {
    const type = await aDesk()
    const { exit, stderr } = await type('kubectl debug node/node1 --image=busybox:1.36')
    expect([exit, stderr.split('\n')[1]]).toEqual([
      1,
      'error: kubectl debug of node node1 is not available on this host: a container cannot get into a node',
    ])
  })
})

describe('kubectl events', () => {
  it('watches what happens to one object until it is ended', async () => {
    const type = await aDesk()
    const { stdout, exit } = await type('timeout 5 kubectl events --watch --for deploy/web')
    expect(exit).toBe(124)
    expect(stdout.split('\n')[0]).toMatch(/^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE$/)
    expect(stdout).toContain('Scaled up replica set web-')
  })
})
