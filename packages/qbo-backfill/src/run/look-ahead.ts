/** Pages of one reader, of which the next may be asked for before it is wanted. */
export interface LookAhead<T> {
  /** Asks for the next page, unless it is asked for already. */
  ask(): void
  /** The next page. */
  take(): Promise<IteratorResult<T, unknown>>
  /** Ends what is under way, and waits for its end. */
  stop(): Promise<void>
}

/** One page ahead at most: two that are held at once are what memory is planned for. */
export function lookAhead<T>(
  signal: AbortSignal,
  open: (signal: AbortSignal) => AsyncIterable<T>,
): LookAhead<T> {
  const own = new AbortController()
  let pages: AsyncIterator<T> | undefined
  const next = async (): Promise<IteratorResult<T, unknown>> =>
    (pages ??= open(AbortSignal.any([signal, own.signal]))[Symbol.asyncIterator]()).next()
  let ahead: Promise<IteratorResult<T, unknown>> | undefined
  return {
    ask() {
      ahead ??= next()
      // Whoever takes it meets its error; until then nobody does.
      ahead.catch(() => undefined)
    },
    take() {
      const page = ahead ?? next()
      ahead = undefined
      return page
    },
    async stop() {
      own.abort()
      await ahead?.catch(() => undefined)
      await pages?.return?.()
    },
  }
}
