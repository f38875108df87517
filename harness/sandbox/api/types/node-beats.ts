/**
 * Which nodes have ceased to report. What kubelets report regularly (leases, heartbeats) is not stored but worked out when it is read:
 * for a silent node, as of the moment when it fell silent.
 */
export interface NodeBeats {
  /** Epoch ms; `undefined` while the node reports. */
  readonly silentSince: (node: string) => number | undefined
  readonly stop: (node: string) => void
  /** The kubelet brings what is stored up to date itself. */
  readonly start: (node: string) => void
  /** Told at once when a node falls silent: nobody has to look regularly. */
  readonly onStop: (listener: (node: string) => void) => void
}
