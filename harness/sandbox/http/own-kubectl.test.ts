import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aLiveSandbox } from '../../testing/a-live-sandbox.ts'
import { realKubectl } from '../../testing/real-kubectl.ts'
import { normalise } from '../replay/normalise.ts'

// The same command, typed on the target host and into a real kubectl on this machine, says the same of the same cluster.
const COMMANDS = [
  'get pods',
  'get pods -o wide',
  'get pods --show-labels',
  'get pods -A',
  'get all',
  'get deployments,services -o wide',
  'get replicasets',
  'get nodes -o wide',
  'get namespaces',
  'get events --sort-by=.metadata.name -o name',
  'get endpoints demo-app',
  'get endpointslices',
  'get configmaps -A',
  'get secrets',
  'get serviceaccounts',
  'get roles,rolebindings',
  'get clusterroles view edit',
  'get crd podchaos.chaos-mesh.org',
  'get deployment demo-app -o yaml',
  'get deployment demo-app -o json',
  'get service demo-app -o yaml',
  "get pods -o jsonpath='{.items[*].metadata.name}'",
  'get pods -o jsonpath=\'{range .items[*]}{.metadata.labels.app}{"\\n"}{end}\'',
  'get pods -o custom-columns=NAME:.metadata.name,NODE:.spec.nodeName',
  'get deployments -o go-template=\'{{range .items}}{{.metadata.name}}{{"\\n"}}{{end}}\'',
  'get pods -l app=demo-app -o name',
  'get pods --field-selector=status.phase=Running -o name',
  'get pods --sort-by=.metadata.name --no-headers',
  'get deployment nothing',
  'get nothing',
  'get pods -l a=b=c',
  'describe deployment demo-app',
  'describe service demo-app',
  'describe pods -l app=demo-app',
  'describe node node1',
  'describe namespace shop',
  'rollout history deployment/demo-app',
  'rollout status deployment/demo-app',
  'logs deployment/demo-app --tail=2',
  'logs deployment/nothing',
  'auth can-i get pods',
  'auth whoami',
  'explain deployment.spec.strategy',
  'explain pod.spec.containers.resources',
  'api-versions',
  'exec deploy/toolbox -- echo hello',
  'exec deploy/toolbox -- nosuchcommand',
  "exec deploy/toolbox -- sh -c 'exit 4'",
]

let sandbox: Awaited<ReturnType<typeof aLiveSandbox>>
let program: string

interface Printed {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

const real = (command: string): Promise<Printed> =>
  new Promise((resolve) => {
    const environment = {
      PATH: process.env['PATH'],
      HOME: sandbox.folder,
      KUBECONFIG: sandbox.kubeconfigs.harness,
      KUBECACHEDIR: join(sandbox.folder, 'cache'),
    }
    execFile('bash', ['-c', `${program} -n shop ${command}`], { env: environment }, (error, stdout, stderr) => {
      const exit = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ exit, stdout: normalise(stdout), stderr: normalise(stderr) })
    })
  })

const own = async (command: string): Promise<Printed> => {
  const request = { command: `kubectl -n shop ${command}`, stdin: '', timeoutMs: 60_000 }
  const result = await sandbox.world.shells.harness.exec(request)
  const exit = result.status === 'exited' ? result.exitCode : 124
  return { exit, stdout: normalise(result.stdout), stderr: normalise(result.stderr) }
}

beforeAll(async () => {
  program = realKubectl()
  sandbox = await aLiveSandbox({ speed: 30 })
  const app = readFileSync(new URL('../../../tasks/apps/demo-app.yaml', import.meta.url), 'utf8')
  for (const command of ['kubectl create namespace shop', 'kubectl -n shop apply -f -']) {
    const request = { command, stdin: app.replaceAll('__RELEASE__', '1'), timeoutMs: 60_000 }
    await sandbox.world.shells.harness.exec(request)
  }
  for (const name of ['demo-app', 'demo-api', 'toolbox']) await own(`rollout status deployment/${name}`)
})

afterAll(() => sandbox.close())

it.each(COMMANDS)('kubectl %s', async (command) => {
  expect(await own(command)).toEqual(await real(command))
})
