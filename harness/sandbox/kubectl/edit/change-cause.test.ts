import { expect, it } from 'vitest'
import { aDesk, DEPLOYMENT } from '../../../testing/a-desk.ts'

it('--record writes the command into what it changes, and says that it will go', async () => {
  const { run } = aDesk()
  await run('apply -f -', DEPLOYMENT)
  const outcome = await run('set image deploy/web web=nginx:2 --namespace default --record')
  expect(outcome.stderr).toBe('Flag --record has been deprecated, --record will be removed in the future\n')
  const path = 'jsonpath={.metadata.annotations.kubernetes\\.io/change-cause}'
  expect((await run(['get', 'deploy', 'web', '-o', path])).stdout).toBe(
    'kubectl set image deploy/web web=nginx:2 --namespace=default --record=true',
  )
  await run('scale deploy web --replicas=3 --record=true')
  expect((await run(['get', 'deploy', 'web', '-o', path])).stdout).toBe(
    'kubectl scale deploy web --replicas=3 --record=true',
  )
  expect((await run('rollout restart deploy web --record')).stderr).toMatch(/unknown flag: --record/)
})
