/** How long each entity takes, by the clock on the wall: requests that are in flight together count once. */
export interface EntityClock {
  /** The time of the entity begins to count, if it does not already. */
  begin(entity: string): void
  /** Commits the milliseconds since the last commit, or since the beginning. What fails leaves them to the next. */
  commit<T>(entity: string, work: (elapsedMs: number) => Promise<T>): Promise<T>
}

/** A clock of one execution: what those before it took is in the ledger. */
export function createEntityClock(now: () => number = () => performance.now()): EntityClock {
  const since = new Map<string, number>()
  const sinceOf = (entity: string): number => since.get(entity) ?? now()
  return {
    begin(entity) {
      since.set(entity, sinceOf(entity))
    },
    async commit(entity, work) {
      const elapsedMs = now() - sinceOf(entity)
      since.set(entity, now())
      try {
        return await work(elapsedMs)
      } catch (error) {
        since.set(entity, sinceOf(entity) - elapsedMs)
        throw error
      }
    },
  }
}
