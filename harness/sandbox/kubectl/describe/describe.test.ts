import { describe, expect, it } from 'vitest'
import { aDesk } from '../../../testing/a-desk.ts'

const described = async (manifest: string, what: string): Promise<string> => {
  const { run } = aDesk()
  const { stderr } = await run('apply -f -', manifest)
  expect(stderr).toBe('')
  return (await run(`describe ${what} --show-events=false`)).stdout
}

// Layouts as kubectl 1.32 prints them.
describe('descriptions', () => {
  it('lays out an Ingress', async () => {
    const text = await described(
      `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: ing}
spec:
  ingressClassName: nginx
  tls: [{hosts: [a.example], secretName: cert}]
  rules: [{host: a.example, http: {paths: [{path: /x, pathType: Prefix, backend: {service: {name: nope, port: {name: http}}}}]}}]
`,
      'ing ing',
    )
    expect(text).toBe(`Name:             ing
Labels:           <none>
Namespace:        default
Address:          
Ingress Class:    nginx
Default backend:  <default>
TLS:
  cert terminates a.example
Rules:
  Host        Path  Backends
  ----        ----  --------
  a.example   
              /x   nope:http (<error: services "nope" not found>)
Annotations:  <none>
`)
  })

  it('lays out a NetworkPolicy', async () => {
    const text = await described(
      `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: np}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Ingress, Egress]
  ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {a: b}}}, {ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}], ports: [{port: 80}]}, {}]
`,
      'netpol np',
    )
    expect(text).toContain(`Spec:
  PodSelector:     app=web
  Allowing ingress traffic:
    To Port: 80/TCP
    From:
      NamespaceSelector: <none>
      PodSelector: a=b
    From:
      IPBlock:
        CIDR: 10.0.0.0/8
        Except: 10.1.0.0/16
    ----------
    To Port: <any> (traffic allowed to all ports)
    From: <any> (traffic not restricted by source)
  Allowing egress traffic:
    <none> (Selected pods are isolated for egress connectivity)
  Policy Types: Ingress, Egress
`)
  })

  it('lays out a CronJob', async () => {
    const text = await described(
      `apiVersion: batch/v1
kind: CronJob
metadata: {name: cj}
spec: {schedule: '*/5 * * * *', startingDeadlineSeconds: 30, jobTemplate: {spec: {template: {spec: {restartPolicy: OnFailure, containers: [{name: j, image: busybox, command: [date]}]}}}}}
`,
      'cj cj',
    )
    expect(text).toContain(`Schedule:                      */5 * * * *
Concurrency Policy:            Allow
Suspend:                       False
Successful Job History Limit:  3
Failed Job History Limit:      1
Starting Deadline Seconds:     30s
Selector:                      <unset>
Parallelism:                   <unset>
Completions:                   <unset>
Pod Template:
  Labels:  <none>
`)
    expect(text).toMatch(/Last Schedule Time: +<unset>\nActive Jobs: +<none>\n$/)
  })

  it('lays out what an autoscaler may do', async () => {
    const text = await described(
      `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  maxReplicas: 4
  metrics: [{type: Pods, pods: {metric: {name: rps}, target: {type: AverageValue, averageValue: '10'}}}]
  behavior: {scaleDown: {stabilizationWindowSeconds: 60, policies: [{type: Percent, value: 50, periodSeconds: 30}]}}
`,
      'hpa web',
    )
    expect(text).toContain('  "rps" on pods:    <unknown> / 10\n')
    expect(text).toContain(`  Scale Down:
    Stabilization Window: 60 seconds
    Select Policy: Max
    Policies:
      - Type: Percent  Value: 50  Period: 30 seconds
`)
  })
})
