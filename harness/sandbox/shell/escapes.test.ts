import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anRng } from '../../testing/an-rng.ts'
import { openWorld, type World } from '../world/open-world.ts'
import { SCRIPT_LIMITS } from './script/limits.ts'

// What a model types reaches nothing of this machine, and ends. Wherever these lines say FILE, FOLDER or PORT, something real is
// meant: a file with a secret, its folder, and a server on loopback that counts its visitors.
const READ = [
  'cat FILE',
  'cat < FILE',
  'read x < FILE; echo "$x"',
  'exec 3< FILE; cat <&3',
  'cat "$(echo FILE)"',
  'cat ../../../../../../..FILE',
  'cd / && cat .FILE',
  'ln -s FILE link; cat link',
  'ln -s FOLDER there; ls there; cat there/secret',
  'cp FILE here && cat here',
  'mv FILE here && cat here',
  'tar cf - FOLDER',
  'grep -r . FOLDER',
  'find / -name secret -exec cat {} +',
  '. FILE',
  'source FILE',
  'bash FILE',
  'head -c 100 FILE | base64',
  'awk 1 FILE',
  'awk \'BEGIN { while ((getline line < "FILE") > 0) print line }\'',
  'awk \'BEGIN { system("cat FILE") }\'',
  "sed -n 'r FILE' /etc/hostname",
  'jq -R . FILE',
  'diff /etc/hostname FILE',
  'sort FILE',
  'xargs -a FILE echo',
  'kubectl apply -f FILE',
  'kubectl --kubeconfig FILE get pods',
  'KUBECONFIG=FILE kubectl get pods',
  'kubectl create configmap stolen --from-file=FILE && kubectl get configmap stolen -o yaml',
  'kubectl -n shop exec box -- cat FILE',
  'kubectl -n shop exec box -- sh -c "cd /; cat .FILE"',
  'cat /proc/self/environ',
  'cat /proc/1/environ',
  'ls -la /proc/self/fd /proc/self/cwd',
  'cat /proc/self/maps /proc/self/cmdline',
  'env; export -p; set',
  'echo "$ESCAPE_SECRET"; printenv ESCAPE_SECRET',
  'kubectl -n shop exec box -- env',
  'node -e "console.log(process.env)"',
  'python3 -c "print(open(\'FILE\').read())"',
  'perl -pe 1 FILE',
  'echo changed > FILE',
  'echo more >> FILE',
  'rm -rf FOLDER; rm -rf --no-preserve-root /',
  'touch FOLDER/new; mkdir FOLDER/folder',
]

const CONNECT = [
  'curl -s -m 2 http://127.0.0.1:PORT/',
  'curl -s -m 2 http://localhost:PORT/',
  'curl -s -m 2 http://[::1]:PORT/',
  'curl -s -m 2 http://0.0.0.0:PORT/',
  'curl -s -m 2 file://FILE',
  'curl -s -m 2 http://169.254.169.254/latest/meta-data/',
  'curl -s -m 2 http://example.com/',
  'wget -q -T 2 -O - http://127.0.0.1:PORT/',
  'exec 3<>/dev/tcp/127.0.0.1/PORT; echo GET / >&3; cat <&3',
  'nc -w 2 127.0.0.1 PORT',
  'kubectl --server=http://127.0.0.1:PORT get pods',
  'kubectl apply -f http://127.0.0.1:PORT/manifest.yaml',
  'kubectl -n shop exec box -- wget -q -T 2 -O - http://127.0.0.1:PORT/',
  'kubectl -n shop exec box -- wget -q -T 2 -O - http://169.254.169.254/',
]

const USE_UP = [
  'while :; do :; done',
  'for ((;;)); do :; done',
  'until false; do true; done',
  'f() { f; }; f',
  'f() { f | f; }; f',
  ':(){ :|:& };:',
  'x=a; while :; do x=$x$x; done',
  'echo {1..100000000}',
  'echo {a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}',
  'yes',
  'yes | cat',
  'yes | xargs -n1 echo',
  'cat /dev/zero',
  'head -c 10000000000 /dev/zero',
  'seq 1 10000000000',
  "printf '%1000000000s' x",
  'eval "$(yes "echo a;" | head -c 3000000)"',
  "awk 'BEGIN { while (1); }'",
  'awk \'BEGIN { x = "a"; while (1) x = x x }\'',
  "awk 'function f() { return f() } BEGIN { f() }'",
  "echo 1 | jq 'def f: f; f'",
  "jq -n '[range(1000000000)] | length'",
  "jq -n 'last(repeat(1))'",
  "echo x | sed ':a;s/^/x/;ba'",
  `echo ${'a'.repeat(40)}! | grep -E '^(a+)+$'`,
  `echo ${'a'.repeat(40)}! | sed -E 's/^(a|a)*$/x/'`,
  `[[ ${'a'.repeat(40)}! =~ ^(a+)+$ ]]`,
  `echo ${'a'.repeat(40)}! | awk '/^(a+)+$/'`,
  'echo $((2**100000))',
  `echo ${'$('.repeat(200)}echo${')'.repeat(200)}`,
  'sleep 100000000',
  'timeout 100000000 sleep 100000000',
  'kubectl -n shop exec box -- sh -c "while :; do :; done"',
  'kubectl -n shop exec box -- yes',
  'kubectl get pods -A -w',
]

const DECEIVE = [
  `printf 'a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n' | kubectl apply -f -`,
  "head -c 200000 /dev/zero | tr '\\0' '[' | kubectl apply -f -",
  `kubectl -n shop patch configmap kept --type=json -p '[{"op":"add","path":"/__proto__/polluted","value":"yes"}]'`,
  `kubectl -n shop patch configmap kept --type=json -p '[{"op":"add","path":"/constructor/prototype/polluted","value":"yes"}]'`,
  `kubectl -n shop patch configmap kept --type=merge -p '{"data":{"__proto__":{"polluted":"yes"}}}'`,
  `kubectl -n shop patch configmap kept --type=merge -p '{"__proto__":{"polluted":"yes"}}'`,
  `kubectl -n shop create configmap p --from-literal=__proto__=yes --from-literal=constructor=yes`,
  'kubectl -n ../../etc get pods',
  'kubectl create configmap ../../../../tmp/x',
  'kubectl get --raw /../../etc/passwd',
  'kubectl get pods -o jsonpath-file=FILE',
  'kubectl get nodes -o go-template-file=FILE',
  `kubectl get nodes -o custom-columns-file=FILE`,
]

let folder: string
let server: Server
let visitors = 0
let world: World
const SECRET = 'the-secret-of-this-machine'

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'opsskill-escape-'))
  writeFileSync(join(folder, 'secret'), SECRET)
  process.env['ESCAPE_SECRET'] = SECRET
  server = createServer((_request, response) => {
    visitors += 1
    response.end(SECRET)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  world = openWorld({ rng: anRng('escapes'), namespace: 'shop' })
  for (const command of [
    'kubectl create namespace shop',
    'kubectl -n shop create configmap kept --from-literal=a=b',
    'kubectl -n shop run box --image=busybox:1.36 -- sleep infinity',
    'kubectl -n shop wait --for=condition=Ready pod/box --timeout=60s',
  ])
    await world.shells.harness.exec({ command, stdin: '', timeoutMs: 120_000 })
})

afterAll(async () => {
  delete process.env['ESCAPE_SECRET']
  rmSync(folder, { recursive: true, force: true })
  await new Promise((resolve) => server.close(resolve))
})

const LIMIT_MS = 5_000

const type = (line: string) => {
  const command = line
    .replaceAll('FILE', join(folder, 'secret'))
    .replaceAll('FOLDER', folder)
    .replaceAll('PORT', String((server.address() as AddressInfo).port))
  return world.shells.harness.exec({ command, stdin: '', timeoutMs: LIMIT_MS })
}

/** What of it did harm: nothing may be seen or touched, output is bounded, and the next command works. */
const harmOf = async (result: Awaited<ReturnType<typeof type>>): Promise<readonly string[]> => {
  const printed = `${result.stdout}${result.stderr}`
  const next = await world.shells.method.exec({ command: 'echo still here', stdin: '', timeoutMs: LIMIT_MS })
  const holds: Readonly<Record<string, boolean>> = {
    'the secret was printed': !printed.includes(SECRET),
    'the working folder of the harness was printed': !printed.includes(process.cwd()),
    'the name of this machine was printed': hostname() === 'ops-target' || !printed.includes(hostname()),
    'the output has no bound': Buffer.byteLength(result.stdout) <= SCRIPT_LIMITS.maxOutputSize + 4096,
    'the server on loopback was visited': visitors === 0,
    'the folder was changed': readdirSync(folder).join() === 'secret',
    'the file was changed': readFileSync(join(folder, 'secret'), 'utf8') === SECRET,
    'all objects were changed': ({} as { readonly polluted?: string }).polluted === undefined,
    'the next command does not work': next.status === 'exited' && next.stdout === 'still here\n',
  }
  return Object.entries(holds).flatMap(([harm, isUnharmed]) => (isUnharmed ? [] : [harm]))
}

describe('reading and writing this machine’s files, environment and processes', () => {
  it.each(READ)('%s', async (line) => {
    expect(await harmOf(await type(line))).toEqual([])
  })
})

describe('reaching this machine’s network', () => {
  it.each(CONNECT)('%s', async (line) => {
    expect(await harmOf(await type(line))).toEqual([])
  })
})

describe('using up time, steps, memory or output', () => {
  it.each(USE_UP)('%s', async (line) => {
    const startMs = world.clock.nowMs()
    expect(await harmOf(await type(line))).toEqual([])
    // The command's own limit, the two commands that follow, and what each costs to reach.
    expect(world.clock.nowMs() - startMs).toBeLessThan(LIMIT_MS + 2000)
  })
})

describe('documents and names that mislead', () => {
  it.each(DECEIVE)('%s', async (line) => {
    expect(await harmOf(await type(line))).toEqual([])
  })
})
