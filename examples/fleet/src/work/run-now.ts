interface Database {
  query(statement: string, values: readonly unknown[]): Promise<unknown>
}

/**
 * Lets jobs run now, as if they had never failed. By the queue's own function: `rescheduleJobs` of graphile-worker 0.16 takes
 * `attempts: 0` for "as they are", and a job whose attempts are spent would stay where it is.
 */
export async function runNow(database: Database, jobIds: readonly string[]): Promise<void> {
  await database.query(
    'SELECT FROM graphile_worker.reschedule_jobs($1::bigint[], run_at := now(), attempts := 0)',
    [jobIds],
  )
}
