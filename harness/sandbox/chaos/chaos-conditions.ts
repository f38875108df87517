import { type ChaosCondition, type ChaosObject, INJECTED, NOT_INJECTED } from './types.ts'

export const PAUSE = 'experiment.chaos-mesh.org/pause'

/** What the records say: targets were chosen, all are hit, all are recovered. */
export const chaosConditions = ({ status, metadata }: ChaosObject): readonly ChaosCondition[] => {
  const records = status?.experiment?.containerRecords
  const condition = (type: string, holds: boolean): ChaosCondition => ({ type, status: holds ? 'True' : 'False' })
  return [
    condition('Selected', records !== undefined),
    condition('AllInjected', records?.every(({ phase }) => phase === INJECTED) === true),
    condition('AllRecovered', records?.every(({ phase }) => phase === NOT_INJECTED) === true),
    condition('Paused', metadata.annotations?.[PAUSE] === 'true'),
  ]
}
