/** Who asks. `system:masters` may do everything. */
export interface Identity {
  readonly name: string
  readonly groups: readonly string[]
  readonly uid?: string
  /** Who really asks, when the name is another's; the server sets it. */
  readonly impersonatedBy?: string
}

/** As in `kubectl --as NAME --as-group GROUP --as-uid UID`. */
export interface Impersonation {
  readonly name: string
  /** Default: those of a service account, when the name is one. `system:authenticated` always belongs to them. */
  readonly groups?: readonly string[]
  readonly uid?: string
}
