import type { ReaderJob, RefreshScore } from './reader-job.ts'

/** Users of one connection. */
export interface Users {
  /** Does what a user of the client does to get one answer, a refresh of its own included if the client makes none. */
  ask(): Promise<unknown>
  /** Gets a new access token with the refresh token that the client holds by now, then one answer. */
  renew(): Promise<unknown>
  close?(): Promise<void>
}

/** Ten at once with a spent access token; then one who renews it once more, as happens an hour later. */
export async function refreshByTen(users: Users, { apiBaseUrl }: ReaderJob): Promise<RefreshScore> {
  const asked = await Promise.allSettled(Array.from({ length: 10 }, () => users.ask()))
  await fetch(`${apiBaseUrl}/_control/expire-access-tokens`, { method: 'POST' })
  const [renewed] = await Promise.allSettled([users.renew()])
  await users.close?.()
  return {
    answered: asked.filter(({ status }) => status === 'fulfilled').length,
    survived: renewed.status === 'fulfilled',
  }
}
