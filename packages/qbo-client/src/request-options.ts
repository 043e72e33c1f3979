/** What every call takes. */
export interface RequestOptions {
  /** Aborting it ends the call at once, also while it waits; the call rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined
}
