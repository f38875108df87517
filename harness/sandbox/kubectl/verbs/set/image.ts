import type { Command } from '../../command.ts'
import { failure } from '../../errors.ts'
import { containersNamed, patchTemplate, SET_FLAGS, setTargets } from './target.ts'

export const setImage: Command = {
  summary: 'Update the image of a pod template',
  usage: '(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
  flags: SET_FLAGS,
  run: async (session) => {
    const { args } = session.flags
    const pairs = args.filter((arg) => arg.includes('='))
    if (pairs.length === 0) throw failure('at least one image update is required')
    const images = pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const)
    for (const target of await setTargets(
      session,
      args.filter((arg) => !arg.includes('=')),
    )) {
      const { podSpec } = target
      const inits = podSpec.initContainers ?? []
      const containers: object[] = []
      const initContainers: object[] = []
      for (const [pattern, image] of images) {
        const mains = containersNamed(podSpec, pattern)
        const first = pattern === '*' ? inits : inits.filter(({ name }) => name === pattern)
        if (mains.length + first.length === 0) throw failure(`unable to find container named "${pattern}"`)
        containers.push(...mains.map(({ name }) => ({ name, image })))
        initContainers.push(...first.map(({ name }) => ({ name, image })))
      }
      const isSame = [...podSpec.containers, ...inits].every(({ name, image }) =>
        images.every(([pattern, wanted]) => (pattern !== '*' && pattern !== name) || wanted === image),
      )
      if (isSame) continue
      const change = {
        ...(containers.length === 0 ? {} : { containers }),
        ...(initContainers.length === 0 ? {} : { initContainers }),
      }
      await patchTemplate(session, target, change, 'image updated', 'failed to patch image update to pod template')
    }
  },
}
