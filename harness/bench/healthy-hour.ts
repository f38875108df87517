import type { PrepareBench } from './bench.ts'
import { appOpener } from './new-cluster.ts'

/** One hour of a cluster with 30 pods of `shop`, whose visitor and worker ask all the time. At most 300 ms. */
export const healthyHour: PrepareBench = async () => {
  const { shells, clock } = await appOpener('shop')(1)
  const outcome = await shells.harness.exec({ command: TO_THIRTY_PODS, stdin: '', timeoutMs: 600_000 })
  if (outcome.status !== 'exited' || outcome.stdout.trim() !== '30') throw new Error(`not 30 pods: ${outcome.stdout}`)
  return { run: () => clock.sleep(3_600_000), close: () => Promise.resolve() }
}

const TO_THIRTY_PODS = [
  'kubectl -n demo scale deployment frontend cart catalog payments orders --replicas=5 >/dev/null',
  'kubectl -n demo scale deployment cache --replicas=2 >/dev/null',
  'sleep 60',
  'kubectl -n demo get pods --no-headers | grep -c 1/1',
].join('; ')
