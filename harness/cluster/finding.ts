/** What a look at one condition of a cluster gave. A warning does not keep trials from running. */
export interface Finding {
  readonly check: string
  readonly status: 'ok' | 'warning' | 'failed'
  readonly detail: string
  /** What to do about it; null where it is fine. */
  readonly remedy: string | null
}

export const fine = (check: string, detail: string): Finding => ({ check, status: 'ok', detail, remedy: null })

export const wrong = (
  check: string,
  {
    detail,
    remedy,
    status = 'failed',
  }: { readonly detail: string; readonly remedy: string; readonly status?: 'warning' | 'failed' },
): Finding => ({ check, status, detail, remedy })
