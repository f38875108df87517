import { describe, expect, it } from 'vitest'
import { aPod, aSandbox, statusOf } from '../../testing/a-sandbox.ts'
import { logLines } from './container-log.ts'

/** A pod whose container runs a script, `seconds` after it was made. */
const aScript = (script: string, seconds = 10, more = '', image = 'busybox:1.36') => {
  const sandbox = aSandbox(7)
  sandbox.apply(aPod('script', JSON.stringify(['sh', '-c', script]), image, more))
  sandbox.run(seconds)
  const container = () => {
    const runtime = sandbox.cluster.kubelets.podOf(sandbox.pods('script')[0]!.metadata.uid)
    return runtime!.containers.find(({ name }) => name === 'app')!
  }
  const table = () => container().instance!.table!
  const log = (): string[] => logLines(container().instance!, sandbox.simulation.nowMs()).map(({ text }) => text)
  const status = (): string => statusOf(sandbox.pods('script')[0]!)
  /** How the first run that is still known ended. */
  const last = () => container().previous?.exit ?? container().instance!.exit
  return { ...sandbox, container, table, log, status, last }
}

describe('a script that a container runs', () => {
  it('writes its log while it runs', () => {
    const script = aScript('i=0; while true; do i=$((i+1)); echo "round $i"; sleep 5; done', 13)
    expect(script.log()).toEqual(['round 1', 'round 2', 'round 3'])
    script.run(10)
    expect(script.log()).toHaveLength(5)
  })

  it('has variables, functions, tests, cases, pipes and files', () => {
    const script = aScript(
      `greet() { echo "hello $1"; return 3; }
       greet you; echo "status $?"
       case "$HOSTNAME" in scr*) echo matched;; *) echo other;; esac
       for word in a 'b c'; do printf '<%s>' "$word"; done; echo
       mkdir -p /tmp/x && echo "one two" > /tmp/x/f && cat /tmp/x/f | tr a-z A-Z | cut -d' ' -f2
       [ -f /tmp/x/f ] && [ ! -d /tmp/x/f ] && echo file || echo none
       x=$(echo inner); echo "\${x%er} \${y:-unset} \${#x}"; sleep 1000`,
      8,
    )
    expect(script.log()).toEqual(['hello you', 'status 3', 'matched', '<a><b c>', 'TWO', 'file', 'inn unset 5'])
  })

  it('ends with the code of its last command, and says what is not there', () => {
    const script = aScript('nosuch; false', 3)
    expect(script.log()).toEqual(['sh: nosuch: not found'])
    expect(script.container().instance!.exit).toMatchObject({ exitCode: 1, reason: 'Error' })
  })

  it('costs an event when it wakes and nothing in between', () => {
    const script = aScript('while :; do sleep 600; done', 10)
    const before = script.simulation.statistics().executed
    script.run(6000)
    expect(script.simulation.statistics().executed - before).toBeLessThan(60)
  })

  it('may loop for ever without an end to the work: it uses its CPU up', () => {
    const script = aScript('while :; do :; done', 10)
    script.run(3600)
    expect(script.container().instance!.usage.at(-1)).toMatchObject({ cpuDemandMilli: 1000 })
    expect(script.status()).toBe('1/1 Running 0')
  })
})

describe('signals in a container', () => {
  it('reach process 1 only where it handles them', () => {
    const plain = aScript('sleep 1000; echo over')
    plain.table().signal(1, 'TERM')
    plain.table().signal(1, 'KILL')
    plain.run(1)
    expect(plain.container().instance!.exit).toBeUndefined()
    const trapped = aScript("trap 'echo bye; exit 7' TERM; sleep 1000 & wait $!")
    trapped.table().signal(1, 'TERM')
    expect(trapped.container().instance!.exit).toMatchObject({ exitCode: 7 })
    expect(trapped.log()).toEqual(['bye'])
    trapped.run(3)
    expect(trapped.last()).toMatchObject({ exitCode: 7, reason: 'Error' })
  })

  it('wait for the command in the foreground, as traps do', () => {
    const script = aScript("trap 'exit 0' TERM; while :; do sleep 4; done")
    script.table().signal(1, 'TERM')
    expect(script.container().instance!.exit).toBeUndefined()
    script.run(4)
    expect(script.last()).toMatchObject({ exitCode: 0, reason: 'Completed' })
  })

  it('kill a child, and the code of the child is what `wait` gives', () => {
    const script = aScript('httpd -f -p 8080 & wait $!; exit $?')
    const server = script.table().listeners.get(8080)!
    script.table().signal(server.process.pid, 'KILL')
    expect(script.container().instance!.exit).toMatchObject({ exitCode: 137, reason: 'Error' })
  })

  it('end a deleted pod at once where SIGTERM is handled, and after the grace period where it is ignored', () => {
    const gone = (script: string): number => {
      const sandbox = aScript(script)
      const at = sandbox.seconds()
      const seen = sandbox.watchPods()
      sandbox.admin.delete({ resource: { group: '', plural: 'pods' }, namespace: 'shop', name: 'script' })
      sandbox.run(60)
      return seen.find(({ what }) => what.endsWith('gone'))!.at - at
    }
    expect(gone("trap 'exit 0' TERM; while :; do sleep 0.2; done")).toBeLessThan(2)
    const stubborn = gone("trap '' TERM; while :; do sleep 1; done")
    expect(stubborn).toBeGreaterThan(30)
    expect(stubborn).toBeLessThan(32)
  })
})

describe('memory of a container', () => {
  const limits = '      resources: { limits: { memory: 12Mi } }'

  it('ends it when a value does not fit', () => {
    const load = (size: number) => `C=$(head -c ${size}m /dev/zero | tr '\\0' x); echo "\${#C}"; sleep 1000`
    expect(aScript(load(5), 5, limits).log()).toEqual(['5242880'])
    // For the time of the copy the shell holds the text twice.
    expect(aScript(load(8), 5, limits).last()).toMatchObject({ exitCode: 137, reason: 'OOMKilled' })
    expect(aScript(load(16), 5, limits).last()).toMatchObject({ exitCode: 137, reason: 'OOMKilled' })
  })

  it('ends what reads the last line of /dev/zero', () => {
    expect(aScript('tail /dev/zero', 4, limits).last()).toMatchObject({ exitCode: 137, reason: 'OOMKilled' })
  })
})

describe('servers of a script', () => {
  it('answer files and programs, whose time and failure are the answer', () => {
    const script = aScript(
      `mkdir -p /tmp/w/cgi-bin; echo ok > /tmp/w/index.html
       printf '#!/bin/sh\\nsleep 2; if R=$(wget -qO- -T 1 http://nowhere/ 2>&1); then printf "Content-Type: text/plain\\\\r\\\\n\\\\r\\\\ngood"; else echo "bad: $R" >/proc/1/fd/2; printf "Status: 502 Bad Gateway\\\\r\\\\n\\\\r\\\\nbad"; fi\\n' > /tmp/w/cgi-bin/try
       chmod +x /tmp/w/cgi-bin/try
       httpd -f -p 8080 -h /tmp/w`,
    )
    const runtime = script.cluster.kubelets.podOf(script.pods('script')[0]!.metadata.uid)
    const get = (path: string) =>
      script.cluster.network.request(runtime, { method: 'GET', host: runtime!.ip, port: 8080, path })
    expect(get('/')).toMatchObject({ kind: 'answered', status: 200, body: 'ok\n' })
    expect(get('/none')).toMatchObject({ status: 404 })
    const tried = get('/cgi-bin/try')
    expect(tried).toMatchObject({ kind: 'answered', status: 502 })
    expect(tried.timing.totalMs).toBeGreaterThan(1500)
    script.run(5)
    expect(script.log()).toEqual(["bad: wget: bad address 'nowhere'"])
  })

  it('cannot take a port twice', () => {
    const script = aScript('httpd -p 8080; httpd -f -p 8080', 3)
    expect(script.log()).toEqual(['httpd: bind: Address already in use'])
    expect(script.container().instance!.exit?.exitCode).toBe(1)
  })
})
