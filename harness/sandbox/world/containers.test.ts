import { beforeAll, describe, expect, it } from 'vitest'
import { createRng } from '../../adapters/system/create-rng.ts'
import { openWorld } from './open-world.ts'
import type { World } from './open-world.ts'

const MANIFEST = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: 'nginx:1.27-alpine', ports: [{ containerPort: 80 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: nobody }
spec: { selector: { app: nobody }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: client }
spec: { containers: [{ name: client, image: 'curlimages/curl:8.11.0', command: [sleep, infinity], env: [{ name: A, value: b }] }] }
`

describe('a command in a container', () => {
  let world: World
  const harness = async (command: string, stdin = ''): Promise<readonly [number, string, string]> => {
    const outcome = await world.shells.harness.exec({ command, timeoutMs: 600_000, stdin })
    return outcome.status === 'exited' ? [outcome.exitCode, outcome.stdout, outcome.stderr] : [-1, outcome.status, '']
  }
  const inside = (command: string) => harness(`kubectl -n shop exec client -- ${command}`)

  beforeAll(async () => {
    world = openWorld({ namespace: 'shop', rng: createRng(1) })
    await harness('kubectl create namespace shop')
    await harness('kubectl -n shop apply -f -', MANIFEST)
    await harness('kubectl -n shop wait --for=condition=Ready pod --all --timeout=60s; sleep 60')
  })

  it('asks services with curl and says how long it took', async () => {
    const [code, stdout] = await inside(`curl -s -o /dev/null -w '%{http_code} %{time_total}\\n' http://web/`)
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^200 0\.0\d{5}\n$/)])
    expect(await inside('curl -sI http://web.shop.svc.cluster.local')).toEqual([
      0,
      expect.stringMatching(/^HTTP\/1\.1 200 OK\r\nServer: nginx/),
      '',
    ])
    expect(await inside('curl -s http://web/')).toEqual([0, expect.stringContaining('Welcome to nginx!'), ''])
  })

  it('fails as curl does', async () => {
    const terminated = (code: number): string => `command terminated with exit code ${code}\n`
    expect(await inside('curl -sS http://nosuch/')).toEqual([
      6,
      '',
      `curl: (6) Could not resolve host: nosuch\n${terminated(6)}`,
    ])
    expect(await inside('curl -sS http://nobody/')).toEqual([
      7,
      '',
      expect.stringMatching(
        /^curl: \(7\) Failed to connect to nobody port 80 after \d+ ms: Could not connect to server\n/,
      ),
    ])
    expect(await inside('curl -sS -m 2 http://10.9.9.9/')).toEqual([
      28,
      '',
      `curl: (28) Connection timed out after 2001 milliseconds\n${terminated(28)}`,
    ])
    expect(await inside('curl -fsS http://web/none')).toEqual([
      22,
      '',
      `curl: (22) The requested URL returned error: 404\n${terminated(22)}`,
    ])
    expect(await inside("curl -s -o /dev/null -w '%{http_code}' http://web/none")).toEqual([0, '404', ''])
    expect(await inside("curl -s -w '%{http_code}' http://nosuch")).toEqual([6, '000', terminated(6)])
  })

  it('fails as the wget of busybox does', async () => {
    const end = 'command terminated with exit code 1\n'
    expect(await inside('wget -qO- -T 5 http://web')).toEqual([0, expect.stringContaining('nginx'), ''])
    expect(await inside('wget -qO- -T 2 http://nosuch')).toEqual([1, '', `wget: bad address 'nosuch'\n${end}`])
    expect(await inside('wget -qO- -T 2 http://nobody')).toEqual([
      1,
      '',
      expect.stringMatching(/^wget: can't connect to remote host \(10\.\d+\.\d+\.\d+\): Connection refused\n/),
    ])
    expect(await inside('wget -qO- -T 2 http://10.9.9.9')).toEqual([1, '', `wget: download timed out\n${end}`])
    expect(await inside('wget -qO- -T 2 http://web/none')).toEqual([
      1,
      '',
      `wget: server returned error: HTTP/1.1 404 Not Found\n${end}`,
    ])
    expect(await inside('wget --spider -T 2 http://web')).toEqual([
      0,
      '',
      expect.stringMatching(/^Connecting to web \(10\.[\d.]+:80\)\nremote file exists\n$/),
    ])
  })

  it('takes the time of the cluster that it waited', async () => {
    const before = world.clock.nowMs()
    await inside('wget -qO- -T 7 http://10.9.9.9')
    const took = world.clock.nowMs() - before
    expect(took).toBeGreaterThan(7000)
    expect(took).toBeLessThan(7300)
  })

  it('resolves names with nslookup as they stand', async () => {
    expect(await inside('nslookup web.shop.svc.cluster.local')).toEqual([
      0,
      expect.stringMatching(
        /^Server:\t\t10\.96\.0\.10\nAddress:\t10\.96\.0\.10:53\n\nName:\tweb\.shop\.svc\.cluster\.local\nAddress: 10\./,
      ),
      '',
    ])
    expect(await inside('nslookup nosuch')).toMatchObject([
      1,
      expect.stringContaining("can't find nosuch: NXDOMAIN"),
      {},
    ])
  })

  it('runs lines of sh with the tools of the image, and no others', async () => {
    expect(await inside(`sh -c 'echo hi | tr h H; exit 3'`)).toEqual([
      3,
      'Hi\n',
      'command terminated with exit code 3\n',
    ])
    expect(await inside(`sh -c 'kubectl get pods'`)).toEqual([
      127,
      '',
      'sh: kubectl: not found\ncommand terminated with exit code 127\n',
    ])
    expect(await inside('jq .')).toEqual([
      1,
      '',
      expect.stringMatching(/OCI runtime exec failed: .* exec: "jq": executable file not found in \$PATH\n$/),
    ])
    expect(await inside('env')).toEqual([
      0,
      expect.stringMatching(/^PATH=.*\n(?:.*\n)*HOSTNAME=client\n(?:.*\n)*A=b\n/),
      '',
    ])
    expect(await inside('cat /etc/resolv.conf')).toEqual([
      0,
      expect.stringContaining('search shop.svc.cluster.local'),
      '',
    ])
    expect(await inside('ps')).toEqual([0, expect.stringContaining('sleep infinity'), ''])
  })

  it('draws lots and measures time as the cluster does', async () => {
    const [code, stdout, stderr] = await inside(`sh -c 'echo $RANDOM $EPOCHSECONDS; time sleep 3'`)
    const [, lot, seconds] = /^(\d+) (\d+)\n$/.exec(stdout) ?? []
    expect([code, Number(lot) < 32_768, Math.abs(Number(seconds) - world.clock.nowMs() / 1000) < 10]).toEqual([
      0,
      true,
      true,
    ])
    expect(stderr).toMatch(/^\s*real\t0m ?3\./)
    expect(await inside('ls /usr/bin')).not.toMatchObject([0, expect.stringContaining('__'), ''])
  })

  it('is heard by who looks on when it prints', async () => {
    const startMs = world.clock.nowMs()
    const heard: string[] = []
    const live = (_stream: string, text: string): void => {
      heard.push(`${Math.floor((world.clock.nowMs() - startMs) / 1000)} ${text}`)
    }
    const line = `sh -c 'echo one; sleep 2; timeout 3 tail -f /etc/hostname; echo $?'`
    const command = `kubectl -n shop exec client -- ${line}; echo over`
    const result = await world.shells.harness.exec({ command, timeoutMs: 600_000, stdin: '', live })
    expect(result).toMatchObject({ exitCode: 0, stdout: '', stderr: '' })
    expect(heard).toEqual(['0 one\n', '2 client\n', '5 124\n', '5 over\n'])
  })

  it('keeps files as long as the container runs, and sees no other container', async () => {
    await inside(`sh -c 'echo mine > /tmp/file'`)
    expect(await inside('cat /tmp/file')).toEqual([0, 'mine\n', ''])
    expect(await harness('kubectl -n shop exec deploy/web -- cat /tmp/file')).toMatchObject([1, '', expect.any(String)])
    expect(await inside('ls /home')).not.toMatchObject([0, expect.stringContaining('harness'), ''])
  })

  it('ends with the kubectl that started it', async () => {
    expect(await harness('timeout 3 kubectl -n shop exec client -- sleep 60; echo $?')).toMatchObject([0, '124\n', ''])
  })
})
