import { describe, expect, it } from 'vitest'
import type { Scope } from '../domain/scope.ts'
import type { RiskBudget } from '../ports/components.ts'
import { createGate, createReadOnlyGate } from './gate.ts'

const SCOPE: Scope = {
  allow: [
    { verbs: ['patch'], kind: 'Deployment', names: ['demo-app'] },
    { verbs: ['delete'], kind: 'Pod', names: ['demo-app-*'] },
    { verbs: ['create', 'delete'], kind: 'ConfigMap' },
  ],
}

const aGate = (scope: Scope = SCOPE, budget: RiskBudget = { maxRisk: 'high', mutations: 9 }) =>
  createGate({ card: { name: 'card', intent: 'repair', namespace: 'shop', scope }, budget })

const ruleFor = (command: string, gate = aGate()): string => {
  const decision = gate.decide(command)
  return decision.allowed ? 'allowed' : decision.rule
}

/** What the gate answers to a command line, with the scope above and the namespace `shop`. */
const TABLE: readonly (readonly [command: string, answer: string])[] = [
  // Looking.
  ['kubectl get pods', 'allowed'],
  ['kubectl -n shop get pods -o wide', 'allowed'],
  ['kubectl get pods -n shop -o jsonpath=\'{range .items[*]}{.metadata.name}{"\\n"}{end}\'', 'allowed'],
  ['kubectl get pods -o custom-columns=NAME:.metadata.name,READY:.status.containerStatuses[*].ready', 'allowed'],
  ['kubectl -n shop describe deploy/demo-app | grep -A3 Conditions', 'allowed'],
  ['kubectl logs -f demo-app-1 --tail 5 -p', 'allowed'],
  ['kubectl top pods --containers', 'allowed'],
  ['kubectl rollout status deployment/demo-app --timeout=60s', 'allowed'],
  ['kubectl rollout history deployment demo-app', 'allowed'],
  ['kubectl auth can-i patch deployments', 'allowed'],
  ['kubectl get nodes', 'allowed'],
  ['kubectl get namespace shop', 'allowed'],
  ['for i in 1 2 3; do kubectl get pods; sleep 5; done', 'allowed'],
  ['for p in $(kubectl get pods -o name); do kubectl describe "$p"; done', 'allowed'],
  ['timeout 20 kubectl get pods -w', 'allowed'],
  [
    'export OPS_CLIENT=toolbox && for s in $(kubectl get services -o name); do ' +
      'kubectl exec "deploy/$OPS_CLIENT" -- curl -s -o /dev/null "http://$s/"; done | awk -v slow=0.15 \'$3 >= slow+0 || $2 != 200\'',
    'allowed',
  ],
  ['NS=shop; kubectl -n $NS get pods', 'allowed'],
  ['kubectl -n "$OPS_NAMESPACE" get pods', 'allowed'],
  ["kubectl get pods | sed -n '/demo|some/p' | awk '/a|b/ || $2 > 1 {print $1}'", 'allowed'],
  ["kubectl get pods | awk '{print $1}' | sort | uniq -c", 'allowed'],
  ["kubectl exec deploy/toolbox -- curl -s -o /dev/null -w '%{http_code}\\n' http://demo-app/", 'allowed'],
  ['kubectl exec deploy/toolbox -- wget -qO- -T 5 http://demo-app', 'allowed'],
  ["kubectl exec toolbox -- sh -c 'for i in 1 2 3; do curl -s http://demo-app/ >/dev/null; done'", 'allowed'],
  ['kubectl delete deployment demo-app --dry-run=client', 'allowed'],
  ['kubectl describe secret token', 'allowed'],
  ['kubectl get secrets', 'allowed'],
  // Changes that are in scope.
  ['kubectl rollout restart deployment/demo-app', 'allowed'],
  ['kubectl -n shop rollout undo deploy demo-app', 'allowed'],
  ['kubectl -nshop set image deployment/demo-app web=nginx:1.27', 'allowed'],
  ['kubectl scale deployments.apps/demo-app --replicas=3', 'allowed'],
  ['kubectl delete pod demo-app-7d9c-x2x1f', 'allowed'],
  ['kubectl delete po/demo-app-a pod/demo-app-b --wait=false', 'allowed'],
  ['kubectl create configmap settings --from-literal=a=b', 'allowed'],
  ['export KEEP=1 && kubectl rollout restart deployment/demo-app', 'allowed'],
  ['D=demo-app; kubectl rollout restart deployment/$D', 'allowed'],
  ['k=kubectl; $k rollout restart deployment/demo-app', 'allowed'],
  ["bash -c 'kubectl rollout restart deployment/demo-app'", 'allowed'],
  // Outside the scope.
  ['kubectl rollout restart deployment/demo-api', 'scope'],
  ['kubectl rollout restart deployment/demo-app deployment/demo-api', 'scope'],
  ['kubectl rollout restart deployment', 'scope'],
  ['kubectl patch service demo-app -p \'{"spec":{}}\'', 'scope'],
  ['kubectl delete pod toolbox-1', 'scope'],
  ['kubectl get pods && kubectl rollout restart deployment/demo-api', 'scope'],
  ['kubectl get pods || kubectl rollout restart deployment/demo-api', 'scope'],
  ['echo $(kubectl rollout restart deployment/demo-api)', 'scope'],
  ['echo `kubectl rollout restart deployment/demo-api`', 'scope'],
  ['(kubectl rollout restart deployment/demo-api)', 'scope'],
  ['if true; then kubectl rollout restart deployment/demo-api; fi', 'scope'],
  ['diff <(kubectl rollout restart deployment/demo-api) /dev/null', 'scope'],
  ["sh -c 'kubectl rollout restart deployment/demo-api'", 'scope'],
  ['sh -c "sh -c \'kubectl rollout restart deployment/demo-api\'"', 'scope'],
  ["eval 'kubectl rollout restart deployment/demo-api'", 'scope'],
  ['bash <<EOF\nkubectl rollout restart deployment/demo-api\nEOF', 'scope'],
  ['env A=b kubectl rollout restart deployment/demo-api', 'scope'],
  ['timeout -s KILL 5 nohup kubectl rollout restart deployment/demo-api', 'scope'],
  ['kubectl apply -f app.yaml', 'scope'],
  ['cat <<EOF | kubectl apply -f -\nkind: Deployment\nEOF', 'scope'],
  ['kubectl replace -f - < file', 'scope'],
  ['kubectl get pods -o name | xargs kubectl delete', 'scope'],
  ['for d in demo-app demo-api; do kubectl rollout restart deployment/$d; done', 'scope'],
  ['D=demo-app; D=demo-api; kubectl rollout restart deployment/$D', 'scope'],
  ['D=demo-app; true || D=demo-api; kubectl rollout restart deployment/$D', 'scope'],
  ['kubectl mystery-plugin run', 'scope'],
  ['kubectl $VERB deployment demo-app', 'scope'],
  ['kubectl rollout restart deployment/demo-app --mystery demo-api', 'scope'],
  ['kubectl delete deployment demo-app --dry-run=none', 'destructive'],
  // Other namespaces.
  ['kubectl -n kube-system get pods', 'namespace'],
  ['kubectl get pods -A', 'namespace'],
  ['kubectl get pods --all-namespaces', 'namespace'],
  ['kubectl -n shop --namespace=default get pods', 'namespace'],
  ['kubectl --namespace shop -n default rollout restart deployment/demo-app', 'namespace'],
  ['kubectl -ndefault delete pod demo-app-a', 'namespace'],
  ['kubectl -n $WHERE rollout restart deployment/demo-app', 'namespace'],
  ['kubectl get --raw /api/v1/namespaces/default/pods', 'namespace'],
  ['kubectl cordon node1', 'namespace'],
  ['kubectl delete namespace shop', 'namespace'],
  // What is lost for good.
  ['kubectl delete deployment demo-app', 'destructive'],
  ['kubectl delete deploy,svc demo-app', 'destructive'],
  ['kubectl delete pods --all', 'destructive'],
  ['kubectl delete pods -l app=demo-app', 'destructive'],
  ['kubectl delete all --all', 'destructive'],
  ['kubectl scale deployment demo-app --replicas=0', 'destructive'],
  ['kubectl scale deployment demo-app --replicas "$N"', 'destructive'],
  // Who works, and on what.
  ['kubectl --as=system:admin get pods', 'identity'],
  ['kubectl --kubeconfig /etc/kubernetes/admin.conf get pods', 'identity'],
  ['KUBECONFIG=/etc/kubernetes/admin.conf kubectl get pods', 'identity'],
  ['export KUBECONFIG=/etc/kubernetes/admin.conf; kubectl get pods', 'identity'],
  ['kubectl config use-context other', 'identity'],
  ['PATH=/tmp:$PATH kubectl get pods', 'identity'],
  ['kubectl create rolebinding all --clusterrole=cluster-admin --user=me', 'identity'],
  ['kubectl create clusterrolebinding all --clusterrole=cluster-admin --serviceaccount=shop:default', 'privileges'],
  ['kubectl delete role reader', 'privileges'],
  ['kubectl get secret token -o yaml', 'secrets'],
  ["kubectl get secrets -o jsonpath='{.items[*].data}'", 'secrets'],
  ['kubectl get networkchaos', 'chaos-objects'],
  ['kubectl delete stresschaos.chaos-mesh.org x', 'chaos-objects'],
  ['kubectl get schedules.chaos-mesh.org', 'chaos-objects'],
  // Ways around.
  ['$K delete pod demo-app-a', 'shell-escape'],
  ['eval "$X"', 'shell-escape'],
  ["echo 'kubectl delete ns shop' | sh", 'shell-escape'],
  ['sh -c "$X"', 'shell-escape'],
  ['source script.sh', 'shell-escape'],
  ["python3 -c 'import os'", 'shell-escape'],
  ['sudo kubectl get pods', 'shell-escape'],
  ['awk \'BEGIN { system("kubectl delete ns shop") }\'', 'shell-escape'],
  ['kubectl get pods | awk \'{ print $1 | "sh" }\'', 'shell-escape'],
  ['kubectl get pods | sed s/.*/id/e', 'shell-escape'],
  ["kubectl get pods | sed '1e kubectl delete ns shop'", 'shell-escape'],
  ['awk -f /tmp/script.awk', 'shell-escape'],
  ['find / -name x -exec rm {} +', 'shell-escape'],
  ['alias kubectl=rm', 'shell-escape'],
  ['$(echo kubectl) delete pod demo-app-a', 'shell-escape'],
  ['kubectl exec demo-app-a -- sh', 'risk-budget'],
  ['mystery --flag', 'unknown-program'],
  ['rm -rf /', 'unknown-program'],
  ['curl -X DELETE http://10.0.0.1/api', 'unknown-program'],
  ["kubectl get pods 'unclosed", 'unparsable'],
  ['kubectl get pods )', 'unparsable'],
]

describe('the gate', () => {
  it.each(TABLE)('answers to %s: %s', (command, answer) => {
    const gate = answer === 'risk-budget' ? aGate(SCOPE, { maxRisk: 'medium', mutations: 9 }) : aGate()
    expect(ruleFor(command, gate)).toBe(answer)
  })

  it('names the remedy in every denial', () => {
    const gate = aGate(SCOPE, { maxRisk: 'medium', mutations: 9 })
    const decisions = TABLE.filter(([, answer]) => answer !== 'allowed').map(([command]) => gate.decide(command))
    expect(decisions.filter((decision) => decision.allowed || !decision.reason.includes(';'))).toEqual([])
  })

  it('counts changing commands that ran, and refuses when the budget is used up', () => {
    const gate = aGate(SCOPE, { maxRisk: 'high', mutations: 1 })
    const restart = 'kubectl rollout restart deployment/demo-app'
    gate.observe('kubectl get pods', ran())
    expect(ruleFor(restart, gate)).toBe('allowed')
    gate.observe(restart, { status: 'denied', rule: 'other', reason: '' })
    expect(ruleFor(restart, gate)).toBe('allowed')
    gate.observe(restart, ran())
    expect(ruleFor(restart, gate)).toBe('mutation-budget')
    expect(ruleFor('kubectl get pods', gate)).toBe('allowed')
  })

  it('refuses what is riskier than the budget', () => {
    const gate = aGate(SCOPE, { maxRisk: 'medium', mutations: 5 })
    expect(ruleFor('kubectl rollout restart deployment/demo-app', gate)).toBe('allowed')
    expect(ruleFor('kubectl set image deployment/demo-app web=nginx', gate)).toBe('risk-budget')
  })

  it('lets nothing change where the task permits looking only', () => {
    const gate = aGate({ allow: [] })
    expect(gate.decide('kubectl rollout restart deployment/demo-app')).toEqual({
      allowed: false,
      rule: 'scope',
      reason: 'patch of Deployment/demo-app is not permitted; the task permits looking only',
    })
  })
})

const ran = () => ({ status: 'exited', exitCode: 0, stdout: '', stderr: '', truncated: false, durationMs: 1 }) as const

describe('the read-only gate', () => {
  it.each([
    ['export OPS_NAMESPACE=opsskill-sandbox && kubectl -n default get pods', true],
    ['kubectl -n shop rollout status deployment/demo-app --timeout=120s', true],
    ['kubectl -n shop exec deploy/toolbox -- curl -s http://demo-app/', true],
    ['kubectl -n shop rollout restart deployment/demo-app', false],
    ['kubectl apply -f -', false],
    ['kubectl -n shop exec demo-app-1 -- sh -c "kill 1"', false],
    ["kubectl get 'pods", false],
  ])('answers to %s: %s', (command, allowed) => {
    expect(createReadOnlyGate({ namespace: 'shop' }).decide(command).allowed).toBe(allowed)
  })
})
