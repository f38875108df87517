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

/** A loop that would go on for ever is no longer carried out after so many steps; it waits for its limit. */
const STEPS = /^shell: stopped: more than 50000 steps\n$/

/** Lines that would use this machine up, and what is said of the bound that each meets; 'limit': it waits, and only its time limit ends it. */
const USE_UP: readonly (readonly [line: string, bound: RegExp | 'limit' | 'none'])[] = [
  ['while :; do :; done', STEPS],
  ['for ((;;)); do :; done', STEPS],
  ['until false; do true; done', STEPS],
  ['f() { f; }; f', /maximum recursion depth \(100\) exceeded/],
  ['f() { f | f; }; f', /maximum recursion depth \(100\) exceeded/],
  [':(){ :|:& };:', /background jobs \(&\) are not supported/],
  ['x=a; while :; do x=$x$x; done', /string length limit exceeded \(16777216 bytes\)/],
  ['echo {1..100000000}', /brace_operations work limit exceeded \(10000\)/],
  [`echo ${'{a,b}'.repeat(20)}`, /brace_operations work limit exceeded \(10000\)/],
  ['yes', /^yes: stopped: more than 262144 bytes of output\n$/],
  // Who reads a pipe stops it.
  ['yes | cat', 'none'],
  ['yes | xargs -n1 echo', /^xargs: stopped: more than 5000 commands\n$/],
  ['cat /dev/zero', /No such file or directory/],
  ['head -c 10000000000 /dev/zero', /No such file or directory/],
  ['seq 1 10000000000', /iteration limit exceeded \(50000\)/],
  ["printf '%1000000000s' x", /format width limit exceeded \(16777216 bytes\)/],
  ['eval "$(yes "echo a;" | head -c 3000000)"', /Too many tokens: \d+ exceeds limit of 100000/],
  ["awk 'BEGIN { while (1); }'", /^awk: stopped: more than 2000000 steps\n$/],
  ['awk \'BEGIN { x = sprintf("%1000s", "a"); while (1) print x }\'', /^awk: stopped: more output than it may keep\n$/],
  ['awk \'BEGIN { x = "a"; while (1) x = x x }\'', /^awk: out of memory\n$/],
  ["awk 'function f() { return f() } BEGIN { f() }'", /^awk: function call nesting too deep\n$/],
  ["echo 1 | jq 'def f: f; f'", /Maximum call stack size exceeded/],
  ["jq -n '[range(1000000000)] | length'", /element limit exceeded \(1000000\)/],
  ["jq -n 'last(repeat(1))'", STEPS],
  ["echo x | sed ':a;s/^/x/;ba'", /exceeded maximum iterations \(50000\)/],
  // Matched in time that grows with the text alone: no bound is met.
  [`echo ${'a'.repeat(40)}! | grep -E '^(a+)+$'`, 'none'],
  [`echo ${'a'.repeat(40)}! | sed -E 's/^(a|a)*$/x/'`, 'none'],
  [`[[ ${'a'.repeat(40)}! =~ ^(a+)+$ ]]`, 'none'],
  [`echo ${'a'.repeat(40)}! | awk '/^(a+)+$/'`, 'none'],
  [`echo ${'a'.repeat(40)} | grep -P '^(?=(a+)+$)'`, /exceeded PCRE's backtracking limit/],
  ['echo $((2**100000))', 'none'],
  [`echo ${'$('.repeat(200)}echo${')'.repeat(200)}`, /Command substitution nesting limit exceeded \(50\)/],
  ['sleep 100000000', 'limit'],
  ['timeout 100000000 sleep 100000000', 'limit'],
  ['kubectl -n shop exec box -- sh -c "while :; do :; done"', STEPS],
  ['kubectl -n shop exec box -- yes', /executable file not found/],
  ['kubectl get pods -A -w', 'limit'],
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

const saidOf = (bound: RegExp | 'limit' | 'none'): object => {
  if (bound === 'limit') return { status: 'timed-out', stderr: '' }
  return bound === 'none' ? { status: 'exited', stderr: '' } : { stderr: expect.stringMatching(bound) as string }
}

describe('using up time, steps, memory or output', () => {
  it.each(USE_UP)('%s', async (line, bound) => {
    const startMs = world.clock.nowMs()
    const result = await type(line)
    expect(await harmOf(result)).toEqual([])
    expect(result).toMatchObject(saidOf(bound))
    // The command's own limit, the two commands that follow, and what each costs to reach.
    expect(world.clock.nowMs() - startMs).toBeLessThan(LIMIT_MS + 2000)
  })
})

describe('documents and names that mislead', () => {
  it('says of aliases that would blow up that they are too many', async () => {
    expect((await type(DECEIVE[0] ?? '')).stderr).toContain('document contains excessive aliasing')
  })

  it.each(DECEIVE)('%s', async (line) => {
    expect(await harmOf(await type(line))).toEqual([])
  })
})
