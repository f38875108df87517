import { isSame } from '../base/same.ts'

interface OfPod {
  readonly targetRef?: { readonly uid?: string | undefined } | undefined
}

/** Gives what is stored about a pod instead of what was made anew, where both are equal: the server has read it before. */
export const keptByPod = <T extends OfPod>(stored: readonly T[]): (<M extends OfPod>(made: M) => M | T) => {
  const known = new Map(stored.map((one) => [one.targetRef?.uid, one]))
  return (made) => {
    const before = known.get(made.targetRef?.uid)
    return before !== undefined && isSame(made, before) ? before : made
  }
}
