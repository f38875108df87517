import { z } from 'zod'
import { Name } from './ids.ts'
import { MethodRights } from './method-rights.ts'
import { Mode, ModeName } from './mode.ts'
import { NoiseLevel } from './noise.ts'

/** The design of an experiment: tasks × methods × seeds in one mode. */
export const Sweep = z.strictObject({
  sweep: Name,
  title: z.string().min(1),
  mode: ModeName,
  /** Overrides of single windows of the mode. */
  windows: Mode.partial().default({}),
  /** What else goes on in the namespace of a trial. */
  noise: NoiseLevel.default('off'),
  /** What the cluster lets a method change. */
  rights: MethodRights.default('scope'),
  suite: z.string().min(1),
  methods: z.array(Name).min(1),
  seeds: z.array(z.int().min(0)).min(1),
  /** The primary family of contrasts: this method against each of those. */
  contrasts: z.strictObject({ method: Name, against: z.array(Name).min(1) }).optional(),
  /** Void trials are tried again so many times. */
  retries: z.int().min(0).default(1),
})
export type Sweep = z.output<typeof Sweep>
