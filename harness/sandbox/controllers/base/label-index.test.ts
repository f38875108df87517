import { expect, it } from 'vitest'
import { aDesk } from '../../../testing/a-desk.ts'
import { resources } from '../../api/resources.ts'
import { createInformer } from './informer.ts'
import { createLabelIndex } from './label-index.ts'

it('an index finds what carries all labels, in its own namespace, as labels come and go', () => {
  const { api, simulation } = aDesk()
  const client = api.as({ user: { name: 'admin', groups: ['system:masters'] } })
  const index = createLabelIndex(createInformer(client, resources.configMaps))
  const ref = (name: string, namespace = 'default') => ({ resource: resources.configMaps, namespace, name })
  const make = (name: string, labels: Readonly<Record<string, string>>, namespace = 'default'): void => {
    client.create({ resource: resources.configMaps, namespace }, { metadata: { name, labels } })
  }
  const found = (labels: Readonly<Record<string, string>>): string[] => {
    simulation.advance(0)
    return index.carrying('default', labels).map(({ metadata }) => metadata.name)
  }
  make('a', { app: 'web', tier: 'front' })
  make('b', { app: 'web' })
  make('c', { app: 'web', tier: 'front' }, 'kube-system')
  expect(found({ app: 'web' })).toEqual(['a', 'b'])
  expect(found({ app: 'web', tier: 'front' })).toEqual(['a'])
  expect(found({})).toEqual([])
  client.patch(ref('a'), { type: 'merge', body: { metadata: { labels: { app: 'api' } } } })
  expect(found({ app: 'web' })).toEqual(['b'])
  expect(found({ app: 'api', tier: 'front' })).toEqual(['a'])
  client.delete(ref('b'))
  expect(found({ app: 'web' })).toEqual([])
})
