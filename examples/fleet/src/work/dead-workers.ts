import type { WorkerUtils } from 'graphile-worker'
import { hostname } from 'node:os'
import pg from 'pg'
import { runNow } from './run-now.ts'

/** Tells that workers live by locks that die with their process, at once, whatever killed it. */
export interface Liveness {
  /** Frees the jobs of workers whose process is gone, so that others take them. Answers the companies of each. */
  freeDead(): Promise<ReadonlyMap<string, readonly string[]>>
  stop(): Promise<void>
}

/** What a process is called, here and by PostgreSQL, which keeps 63 letters. */
export const workerName = `${hostname().slice(0, 40)} ${process.pid}`

/** So long a worker may take from its first job to its lock. */
const graceSeconds = 10

/** Without this the queue would hold a job of a killed worker for four hours. */
export async function holdLiveness(
  connectionString: string,
  workerIds: readonly string[],
  utils: WorkerUtils,
): Promise<Liveness> {
  let client: pg.Client | undefined
  const hold = async (): Promise<pg.Client> => {
    if (client !== undefined) return client
    const fresh = new pg.Client({
      connectionString,
      keepAlive: true,
      application_name: `qbo-fleet ${workerName}`,
    })
    // The connection is all that tells that we live: if it breaks we take another.
    fresh.on('error', () => (client = undefined))
    await fresh.connect()
    for (const id of workerIds) await fresh.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [id])
    return (client = fresh)
  }
  await hold()
  return {
    async freeDead() {
      const held = await hold()
      const { rows } = await held.query<{ id: string }>(
        `SELECT DISTINCT locked_by AS id FROM graphile_worker.jobs
         WHERE locked_by IS NOT NULL AND locked_at < now() - interval '1 second' * $1`,
        [graceSeconds],
      )
      const freed = new Map<string, readonly string[]>()
      for (const { id } of rows.filter((row) => !workerIds.includes(row.id))) {
        const lock = await held.query<{ free: boolean }>(
          'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS free',
          [id],
        )
        if (lock.rows[0]?.free !== true) continue
        const own = await held.query<{ id: string; realm_id: string | null }>(
          'SELECT id, queue_name AS realm_id FROM graphile_worker.jobs WHERE locked_by = $1',
          [id],
        )
        await utils.forceUnlockWorkers([id])
        // That its process was killed is no fault of the job.
        await runNow(
          held,
          own.rows.map((job) => job.id),
        )
        await held.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [id])
        const worker = id.replace(/ [^ ]*$/u, '')
        const realmIds = own.rows.flatMap((job) => job.realm_id ?? [])
        freed.set(worker, [...(freed.get(worker) ?? []), ...realmIds])
      }
      return freed
    },
    stop: async () => client?.end(),
  }
}
