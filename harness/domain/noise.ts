import { z } from 'zod'

/** How much goes on around the app that has nothing to do with its fault. */
export const NoiseLevel = z.enum(['off', 'low', 'high'])
export type NoiseLevel = z.output<typeof NoiseLevel>
