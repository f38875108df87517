import type { Clock } from '../../ports/clock.ts'
import { openWorld, type World, type WorldOptions } from '../world/open-world.ts'
import { createLive, type Live } from './create-live.ts'

export interface LiveWorldOptions extends Omit<WorldOptions, 'paced'> {
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}

export interface LiveWorld {
  readonly world: World
  readonly live: Live
}

/** A world whose time jumps, for setting it up, until its `live` is started. */
export const openLiveWorld = ({ clock, onError, ...options }: LiveWorldOptions): LiveWorld => {
  const lives: Live[] = []
  const world = openWorld({
    ...options,
    paced: (simulation) => {
      const live = createLive({ simulation, clock, onError })
      lives.push(live)
      return live.simulation
    },
  })
  const [live] = lives
  if (live === undefined) throw new Error('the world did not ask for its clock')
  return {
    world: {
      ...world,
      shells: { harness: answering(world.shells.harness, live), method: answering(world.shells.method, live) },
    },
    live,
  }
}

type Shell = World['shells']['harness']

/** A command that is killed from outside does not wait for the next event. */
const answering = (shell: Shell, live: Live): Shell => ({
  exec: (request) => {
    const { signal } = request
    const result = shell.exec(request)
    if (signal === undefined) return result
    signal.addEventListener('abort', live.nudge)
    return result.finally(() => signal.removeEventListener('abort', live.nudge))
  },
})
