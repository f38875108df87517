/** Sets up what a bench needs, outside the measurement. */
export type PrepareBench = () => Promise<Bench>

export interface Bench {
  /** One unit of measured work. */
  readonly run: () => void | Promise<void>
  readonly close: () => Promise<void>
}
