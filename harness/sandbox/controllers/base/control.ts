import type { Rng } from '../../../ports/rng.ts'
import type { ApiServer } from '../../api/types/api-server.ts'
import type { Simulation } from '../../engine/types.ts'
import type { ImageBehaviour } from '../../images/types.ts'
import type { Informers } from './informers.ts'

/** What every control loop of the cluster works with. */
export interface Control {
  readonly simulation: Simulation
  readonly server: ApiServer
  readonly informers: Informers
  /** Seeded chance of the cluster; each loop forks its own. */
  readonly rng: Rng
  /** Epoch ms before which no Events are written: they would have expired before anybody could see them. */
  readonly eventsFromMs: number
  /** Images that the cluster's registries have instead of the usual ones of those names. */
  readonly standIns?: readonly ImageBehaviour[]
}
