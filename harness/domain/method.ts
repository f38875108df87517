import { z } from 'zod'
import { Name } from './ids.ts'

/** The components of the full system; an ablation sets one of them to `none`. */
export const Components = z.strictObject({
  /** Chooses skills for a card (π). */
  planner: z.enum(['heuristic', 'llm', 'none']),
  /** Writes or fills a skill for a card. */
  generator: z.enum(['template', 'llm', 'none']),
  /** Judges the method's own result from several signals (V_vis). */
  verifier: z.enum(['heuristic', 'llm', 'none']),
  /** Repairs a skill after a failure (u_ω). */
  optimizer: z.enum(['heuristic', 'llm', 'none']),
  /** Refuses commands above the risk budget or outside the scope (g_ψ over B(S, E)). */
  gate: z.enum(['risk-budget', 'none']),
  /** Probes what the environment can do before planning (κ(E)). */
  probe: z.enum(['capability', 'none']),
  /** Remembers failure signatures σ, so that a failed remedy is not tried again. */
  memory: z.enum(['failure-signatures', 'none']),
  /** Runs remedies as typed skills (preconditions, success criteria, rollback) or as bare commands. */
  ir: z.enum(['typed', 'none']),
})
export type Components = z.output<typeof Components>
export type ComponentName = keyof Components

export const LoopName = z.enum(['skill', 'direct', 'react', 'reflexion', 'template', 'command', 'noop', 'reference'])
export type LoopName = z.output<typeof LoopName>

/** Numbers that a loop reads: how many turns, episodes, looks. */
export const LoopOptions = z.strictObject({
  turns: z.int().positive().optional(),
  episodes: z.int().positive().optional(),
  /** Commands of the `command` loop, and what it claims. */
  commands: z.array(z.string().min(1)).optional(),
})
export type LoopOptions = z.output<typeof LoopOptions>

const NO_COMPONENTS: Components = {
  planner: 'none',
  generator: 'none',
  verifier: 'none',
  optimizer: 'none',
  gate: 'none',
  probe: 'none',
  memory: 'none',
  ir: 'none',
}

/** One arm of an experiment, resolved. */
export const Method = z.strictObject({
  name: Name,
  title: z.string().min(1),
  /** What it is, in a line; offline policies say that they are rule-based and use no model. */
  description: z.string().min(1),
  loop: LoopName,
  components: Components,
  options: LoopOptions,
  /** The system of which this method lacks one component. */
  ablation_of: Name.optional(),
})
export type Method = z.output<typeof Method>

/** A method's file: a whole method, or what differs from the one that it `extends`. */
export const MethodFile = z.strictObject({
  name: Name,
  title: z.string().min(1),
  description: z.string().min(1),
  extends: Name.optional(),
  loop: LoopName.optional(),
  components: Components.partial().default({}),
  options: LoopOptions.default({}),
})
export type MethodFile = z.output<typeof MethodFile>

/**
 * Lays a method's file over the method that it extends.
 * @throws {RangeError} when neither names a loop
 */
export const resolveMethod = (file: MethodFile, base: Method | undefined): Method => {
  const loop = file.loop ?? base?.loop
  if (loop === undefined)
    throw new RangeError(`method ${file.name}: expected the key loop, or extends of a method that has one`)
  return {
    name: file.name,
    title: file.title,
    description: file.description,
    loop,
    components: {
      ...(base?.components ?? NO_COMPONENTS),
      ...definedOnly(file.components),
    },
    options: { ...base?.options, ...file.options },
    ...(base === undefined ? {} : { ablation_of: base.name }),
  }
}

const definedOnly = (components: MethodFile['components']): Partial<Components> =>
  Object.fromEntries(Object.entries(components).filter(([, value]) => value !== undefined))
