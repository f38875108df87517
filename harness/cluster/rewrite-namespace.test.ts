import { describe, expect, it } from 'vitest'
import { rewriteNamespace } from './rewrite-namespace.ts'

const rewrite = (line: string) => rewriteNamespace(line, 'opsskill-exp', 'qwertyuiop')

describe('a command that was written for another namespace', () => {
  it.each([
    ['kubectl get pods', 'kubectl get pods'],
    ['kubectl -n opsskill-exp get pods', 'kubectl -n qwertyuiop get pods'],
    ['kubectl get pods -nopsskill-exp -o wide', 'kubectl get pods -nqwertyuiop -o wide'],
    ["kubectl --namespace='opsskill-exp' get pods", "kubectl --namespace='qwertyuiop' get pods"],
    [
      'kubectl get ns opsskill-exp && kubectl top pods -n "opsskill-exp" | sort',
      'kubectl get ns qwertyuiop && kubectl top pods -n "qwertyuiop" | sort',
    ],
    ["bash -c 'kubectl -n opsskill-exp get pods'", "bash -c 'kubectl -n qwertyuiop get pods'"],
    [
      'for i in 1 2; do kubectl -n opsskill-exp get pods; done',
      'for i in 1 2; do kubectl -n qwertyuiop get pods; done',
    ],
    ['NS=opsskill-exp; kubectl -n $NS get pods', 'NS=qwertyuiop; kubectl -n $NS get pods'],
    ['export NS=opsskill-exp && kubectl get pods -n "$NS"', 'export NS=qwertyuiop && kubectl get pods -n "$NS"'],
    [
      'kubectl exec deploy/toolbox -n opsskill-exp -- curl -s http://demo-app.opsskill-exp.svc:80/',
      'kubectl exec deploy/toolbox -n qwertyuiop -- curl -s http://demo-app.qwertyuiop.svc:80/',
    ],
    [
      'kubectl apply -f - <<EOF\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: opsskill-exp\nEOF',
      'kubectl apply -f - <<EOF\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: qwertyuiop\nEOF',
    ],
    ['kubectl get pods -n opsskill-exp-2', 'kubectl get pods -n opsskill-exp-2'],
  ])('is rewritten: %s', (line, expected) => {
    expect(rewrite(line)).toEqual({ status: 'rewritten', line: expected })
  })

  it.each([
    ['kubectl get deployment opsskill-exp', '"opsskill-exp" may mean something else'],
    ['kubectl get pods -A | grep opsskill-exp', 'may mean something else'],
    ['kubectl get pods -n $(echo opsskill-exp', 'cannot be rewritten'],
    ['kubectl label pod a owner=team-opsskill-exp,tier=opsskill-exp', 'may mean something else'],
  ])('is refused by name: %s', (line, reason) => {
    expect(rewrite(line)).toMatchObject({ status: 'refused', reason: expect.stringContaining(reason) })
  })
})
