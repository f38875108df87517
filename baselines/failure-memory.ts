import type { FailureMemory, FailureSignature } from '../harness/ports/components.ts'

/** Remembers the failures σ of one trial; the same failure is kept once. */
export const createFailureMemory = (): FailureMemory => {
  const signatures = new Map<string, FailureSignature>()
  return {
    remember: (signature) =>
      void signatures.set(JSON.stringify([signature.skill, signature.step, signature.kind]), signature),
    all: () => [...signatures.values()],
  }
}
