import { describe, expect, it } from 'vitest'
import { aDesk } from '../../../../testing/a-desk.ts'

const DRY = '--dry-run=client -o yaml'

describe('create', () => {
  it('prints a Deployment as kubectl’s own structures have it', async () => {
    const { stdout } = await aDesk().run(`create deployment x --image=nginx --port 80 -r 3 ${DRY}`)
    expect(stdout).toBe(`apiVersion: apps/v1
kind: Deployment
metadata:
  creationTimestamp: null
  labels:
    app: x
  name: x
spec:
  replicas: 3
  selector:
    matchLabels:
      app: x
  strategy: {}
  template:
    metadata:
      creationTimestamp: null
      labels:
        app: x
    spec:
      containers:
      - image: nginx
        name: nginx
        ports:
        - containerPort: 80
        resources: {}
status: {}
`)
  })

  it('reads rules of an Ingress', async () => {
    const { stdout } = await aDesk().run(
      `create ingress i --rule=foo.com/*=svc:port,tls=cert --rule=/x=other:80 ${DRY}`,
    )
    expect(stdout).toContain(`spec:
  rules:
  - host: foo.com
    http:
      paths:
      - backend:
          service:
            name: svc
            port:
              name: port
        path: /
        pathType: Prefix
  - http:
      paths:
      - backend:
          service:
            name: other
            port:
              number: 80
        path: /x
        pathType: Exact
  tls:
  - hosts:
    - foo.com
    secretName: cert
`)
  })

  it('stores what it builds of every kind', async () => {
    const { run } = aDesk()
    const lines = {
      'service clusterip a --tcp=5678:8080': 'service/a created',
      'svc nodeport b --tcp=80': 'service/b created',
      'service externalname c --external-name=example.com': 'service/c created',
      'service loadbalancer d --tcp=80': 'service/d created',
      'ingress i --rule=/=a:80': 'ingress.networking.k8s.io/i created',
      'pdb p --selector=app=web --min-available=50%': 'poddisruptionbudget.policy/p created',
      'priorityclass high --value=1000': 'priorityclass.scheduling.k8s.io/high created',
      'quota q --hard=pods=9,cpu=1 --scopes=BestEffort': 'resourcequota/q created',
      'secret generic s --from-literal=a=b': 'secret/s created',
      'secret docker-registry r --docker-server=x --docker-username=u --docker-password=p': 'secret/r created',
      'clusterrole urls --verb=get --non-resource-url=/logs': 'clusterrole.rbac.authorization.k8s.io/urls created',
      'role r --verb=get,list --resource=pods,deploy/scale': 'role.rbac.authorization.k8s.io/r created',
      'rolebinding rb --role=r --serviceaccount=default:x': 'rolebinding.rbac.authorization.k8s.io/rb created',
    }
    for (const [line, said] of Object.entries(lines)) {
      expect({ line, ...(await run(`create ${line}`)) }).toMatchObject({ line, stdout: `${said}\n`, stderr: '' })
    }
    expect((await run(['get', 'svc', 'a', '-o', 'jsonpath={.spec.ports[0].name} {.spec.selector.app}'])).stdout).toBe(
      '5678-8080 a',
    )
  })

  it('gives tokens, and says why not', async () => {
    const { run } = aDesk()
    await run('create sa robot')
    expect((await run('create token robot')).stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/)
    expect((await run('create token nobody')).stderr).toBe(
      'error: failed to create token: serviceaccounts "nobody" not found\n',
    )
  })

  it('complains in kubectl’s words', async () => {
    const { run } = aDesk()
    const lines = {
      'ingress x': 'error: not enough information provided: every ingress has to either specify a default-backend',
      'ingress x --rule=foo':
        'error: rule foo is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]',
      'service clusterip x': 'error: at least one tcp port specifier must be provided',
      'service externalname x': 'error: required flag(s) "external-name" not set',
      'service foo': 'error: unknown command "foo"',
      'pdb x': 'error: a selector must be specified',
      'pdb x --selector=a=b': 'error: one of min-available or max-unavailable must be specified',
      'quota x --hard=foo': 'error: Invalid argument syntax foo, expected <resource>=<value>',
      'secret tls x': 'error: key and cert must be specified',
      'deployment x': 'error: required flag(s) "image" not set',
      'deployment x --image=a --image=b -- sh': 'error: cannot specify multiple --image options and command',
      'clusterrole x --verb=get': 'error: one of resource or nonResourceURL must be specified',
      'ns a b': "error: exactly one NAME is required, got 2\nSee 'kubectl create namespace -h' for help and examples",
      foo: 'Error: must specify one of -f and -k\n\nerror: unknown command "foo"\nSee \'kubectl create -h\' for help and examples',
    }
    for (const [line, said] of Object.entries(lines)) {
      const { stderr, exitCode } = await run(`create ${line}`)
      expect([stderr.slice(0, said.length), exitCode]).toEqual([said, 1])
    }
  })

  it('writes the namespace only where it was named', async () => {
    const { run } = aDesk()
    expect((await run(`create cm a -n other ${DRY}`)).stdout).toContain('  namespace: other\n')
    expect((await run(`create cm a ${DRY}`)).stdout).not.toContain('namespace')
  })
})

it('binds to a user whose flag has the name of a global one', async () => {
  const { run } = aDesk()
  const outcome = await run('create clusterrolebinding crb --clusterrole=view --user=bob --group=devs')
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' })
  expect((await run(['get', 'clusterrolebinding', 'crb', '-o', 'jsonpath={.subjects[*].name}'])).stdout).toBe(
    'bob devs',
  )
})
