import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { Logger, makeWorkerUtils, run, type WorkerEvents, type WorkerUtils } from 'graphile-worker'
import type { Pool } from 'pg'
import { eventError } from 'qbo-backfill'
import { afterFailure } from './after-failure.ts'
import type { Config } from '../config.ts'
import { nightly, weekly } from '../schedule.ts'
import { holdLiveness, workerName, type Liveness } from './dead-workers.ts'
import { createTasks, type JobParts } from './jobs.ts'

/** Whoever of the workers comes first adds them, once. */
const crontab = `
${nightly.minute} ${nightly.hour} * * * sync-all ?fill=12h
${weekly.minute} ${weekly.hour} * * 0 verify-all ?fill=2d
`

const lookEveryMs = 3000

export interface RunningWorker {
  stop(): Promise<void>
}

/** Takes jobs of companies, as many at once as `FLEET_JOBS` says, until it is stopped. */
export async function startWorker(parts: JobParts, pool: Pool): Promise<RunningWorker> {
  const { config } = parts
  const logger = new Logger(() => (level, message) => {
    if (level === 'error') log('queue', { message })
  })
  const utils = await makeWorkerUtils({ pgPool: pool, logger })
  await utils.migrate()
  await wakeForRaisedBudget(config, parts, pool, utils)
  const ids = Array.from({ length: config.jobs }, () => `${workerName} ${randomUUID()}`)
  const liveness = await holdLiveness(config.databaseUrl, ids, utils)
  const events = new EventEmitter() as WorkerEvents
  events.on('job:start', ({ job }) =>
    log('job.started', { job: job.id, task: job.task_identifier, queue: queueOf(job) }),
  )
  // When the queue has entered the failure, and not before: a job that somebody holds cannot be moved.
  events.on('job:complete', ({ job, error }) => {
    if (error === undefined || error === null)
      log('job.done', { job: job.id, task: job.task_identifier, queue: queueOf(job) })
    else
      void settle(parts, utils, job, error).catch((failure: unknown) =>
        log('job.unsettled', { job: job.id, message: String(failure) }),
      )
  })
  const taskList = createTasks(parts, workerName)
  const runners = await Promise.all(
    ids.map((workerId, index) =>
      run({
        pgPool: pool,
        taskList,
        concurrency: 1,
        noHandleSignals: true,
        pollInterval: 1000,
        logger,
        events,
        // One of this process is enough to look at the clock.
        ...(index === 0 ? { crontab } : {}),
        ...({ workerId } as object),
      }),
    ),
  )
  const timer = setInterval(() => {
    // Where the database is away, next time.
    tellOfDead(parts, liveness).catch(() => undefined)
  }, lookEveryMs)
  return {
    async stop() {
      clearInterval(timer)
      await Promise.all(runners.map((runner) => runner.stop()))
      await liveness.stop()
      await utils.release()
    },
  }
}

/** On the page it is one event, however many jobs the process had at once. */
async function tellOfDead({ companies }: JobParts, liveness: Liveness): Promise<void> {
  for (const [lost, realmIds] of await liveness.freeDead()) {
    log('worker.lost', { lost, queues: realmIds })
    await companies.tell({ kind: 'lost', realmIds, detail: lost })
  }
}

interface FailedJob {
  readonly id: string
  readonly task_identifier: string
  readonly attempts: number
  readonly payload: unknown
}

async function settle(
  { companies }: JobParts,
  utils: WorkerUtils,
  job: FailedJob,
  error: unknown,
): Promise<void> {
  const next = afterFailure(error, job.attempts)
  const { code, message } = eventError(error)
  log('job.failed', { job: job.id, task: job.task_identifier, queue: queueOf(job), code, message, ...next })
  if ('needsPerson' in next) {
    await utils.permanentlyFailJobs([job.id], `${code}: ${message}`)
    const realmId = queueOf(job)
    await companies.tell({ kind: 'stopped', realmIds: realmId === undefined ? [] : [realmId], detail: code })
  } else await utils.rescheduleJobs([job.id], { runAt: next.runAt, attempts: Math.min(job.attempts, 20) })
}

/** Jobs that wait for next month do not when the budget of this one has been raised. */
async function wakeForRaisedBudget(
  config: Config,
  { store }: JobParts,
  pool: Pool,
  utils: WorkerUtils,
): Promise<void> {
  const { taken } = await store.monthCalls(config.clientId)
  if (taken >= config.monthlyCallBudget) return
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM graphile_worker.jobs
     WHERE locked_by IS NULL AND run_at > now() + interval '1 minute' AND last_error LIKE '%API calls%'`,
  )
  await utils.rescheduleJobs(
    rows.map((row) => row.id),
    { runAt: new Date() },
  )
}

function queueOf({ payload }: { readonly payload: unknown }): string | undefined {
  return (payload as { realmId?: string } | null)?.realmId
}

/** One line of JSON each, for whatever collects logs. */
function log(type: string, fields: Readonly<Record<string, unknown>>): void {
  console.log(JSON.stringify({ type, at: new Date().toISOString(), worker: workerName, ...fields }))
}
