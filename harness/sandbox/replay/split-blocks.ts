import type { SessionStep } from './session-step.ts'

/** The part of a session that belongs to one cluster. */
export interface SessionBlock {
  /** Its place in the session: what its chance is named after. */
  readonly index: number
  /** What stands before the slash in the ids of its cases; '' for none. */
  readonly name: string
  readonly steps: readonly SessionStep[]
}

/** A silent `create namespace` begins a new block. */
export const splitBlocks = (steps: readonly SessionStep[]): readonly SessionBlock[] => {
  const parts: SessionStep[][] = [[]]
  for (const step of steps) {
    if (step.step === 'silent' && BEGINS_BLOCK.test(step.cmd)) parts.push([])
    parts.at(-1)?.push(step)
  }
  return parts.map((part, index) => ({ index, steps: part, name: nameOf(part) }))
}

const BEGINS_BLOCK = /^kubectl create (?:ns|namespace) \S+$/

const nameOf = (steps: readonly SessionStep[]): string => {
  for (const step of steps) if (step.step === 'case') return blockOf(step.id)
  return ''
}

/** The block of a case: what stands before the first slash of its id, if there is one. */
export const blockOf = (id: string): string => (id.includes('/') ? id.slice(0, id.indexOf('/')) : '')
