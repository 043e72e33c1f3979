import type { JobHelpers, Task, TaskList, TaskSpec } from 'graphile-worker'
import {
  entityNames,
  runBackfill,
  syncChanges,
  verifyBackfill,
  type BackfillStore,
  type WebhookInbox,
} from 'qbo-backfill'
import type { Companies, LoadedBefore, Outcome, Work } from '../companies.ts'
import type { Config } from '../config.ts'
import type { QuickBooks } from '../quickbooks.ts'

/** A company that has so much to load that it takes longer lets others go first. */
const sliceMs = 300_000

/** The queue takes the lower number first: what a person just did in QuickBooks, then the night's work. */
const priorities: Readonly<Record<Work, number>> = { sync: 0, backfill: 5, verify: 10 }

/** How a job of a company is added: in the company's own queue, in which one job runs at a time. */
export function companyJob(realmId: string, more: TaskSpec = {}): TaskSpec {
  return { queueName: realmId, ...more }
}

export interface JobParts {
  readonly config: Config
  readonly store: BackfillStore
  readonly inbox: WebhookInbox
  readonly companies: Companies
  readonly quickBooks: QuickBooks
}

/** @param worker what this process is called */
export function createTasks(parts: JobParts, worker: string): TaskList {
  const { companies } = parts
  const ofCompany =
    (
      work: (parts: JobParts, asked: Asked, signal: AbortSignal | undefined) => Promise<Done | undefined>,
    ): Task =>
    async (payload, helpers) => {
      const asked = payload as Asked
      const { realmId } = asked
      const { abortSignal } = helpers as JobHelpers
      const done = await work(parts, asked, abortSignal)
      if (done === undefined) return
      if ('report' in done) await companies.enter(helpers.job.id, { realmId, worker, ...done })
      // Whoever connects a loaded company again has proved nothing.
      else if (!(await companies.isProved(realmId)))
        await companies.enterLoaded(helpers.job.id, { realmId, worker, ...done })
    }
  const forEach =
    (task: Work): Task =>
    async (_, { addJob }) => {
      for (const realmId of await companies.realmIds())
        await addJob(
          task,
          { realmId },
          // One that still waits from last time is enough.
          companyJob(realmId, {
            jobKey: `${task} ${realmId}`,
            jobKeyMode: 'preserve_run_at',
            priority: priorities[task],
          }),
        )
    }
  return {
    backfill: ofCompany(backfill),
    sync: ofCompany(sync),
    verify: ofCompany(verify),
    announced: async (payload, helpers) => {
      const { realmId } = payload as { realmId: string }
      const { abortSignal } = helpers as JobHelpers
      if (!(await isLoaded(parts, realmId))) return
      const announced = await parts.inbox.take({ realmId, gatherMs: 0 })
      if (announced === undefined) return
      try {
        const { source, store, limits } = common(parts, realmId, abortSignal)
        const report = await syncChanges({ source, store, ...limits, entities: announced.entities })
        await announced.done()
        await companies.enter(helpers.job.id, { realmId, worker, work: 'sync', report })
      } catch (error) {
        await announced.release()
        throw error
      }
    },
    'sync-all': forEach('sync'),
    'verify-all': forEach('verify'),
  }
}

/** What a job of a company is given. */
interface Asked {
  readonly realmId: string
  /** Loaded or not, it is loaded: a check found something missing, or somebody took back that it may be. */
  readonly isAnew?: boolean
}

type Done = Omit<Outcome, 'realmId' | 'worker'> | Omit<LoadedBefore, 'realmId' | 'worker'>

function common({ config, store, quickBooks }: JobParts, realmId: string, signal: AbortSignal | undefined) {
  return {
    source: quickBooks.source(realmId),
    store,
    limits: {
      monthlyCallBudget: config.monthlyCallBudget,
      maxDurationMs: sliceMs,
      ...(signal === undefined ? {} : { signal }),
    },
  }
}

/** The whole history up to today, once. A company that was loaded is kept up to date by syncs. */
async function backfill(
  parts: JobParts,
  { realmId, isAnew = false }: Asked,
  signal: AbortSignal | undefined,
): Promise<Done> {
  const { source, store, limits } = common(parts, realmId, signal)
  const { companies, quickBooks } = parts
  const [loaded] = await store.finishedRuns(realmId)
  // Killed between the end of the run and the end of the job: it is done.
  if (loaded !== undefined && !isAnew && !(await companies.isLacking(realmId)))
    return { status: loaded.status, finishedAt: loaded.finishedAt }
  if (!(await companies.isNamed(realmId)))
    await companies.save({ realmId, name: await quickBooks.name(realmId) })
  const [unfinished] = await store.unfinishedRuns(realmId)
  const { from } = parts.config
  const entities = entityNames(parts.config.entities)
  const to = unfinished?.to ?? new Date().toISOString().slice(0, 10)
  const report = await runBackfill({ source, store, ...limits, entities, from, to })
  if (report.entities.some(({ segments }) => segments.failed > 0))
    throw Object.assign(new Error('Some segments could not be read; the others are stored.'), {
      retryable: true,
    })
  return { work: 'backfill', report }
}

/** What is not loaded has nothing to be kept up to date, nor to be proved again: the load brings all of it. */
export async function isLoaded(
  { store, companies }: Pick<JobParts, 'store' | 'companies'>,
  realmId: string,
): Promise<boolean> {
  return (await store.finishedRuns(realmId)).length > 0 && !(await companies.isLacking(realmId))
}

async function sync(
  parts: JobParts,
  { realmId }: Asked,
  signal: AbortSignal | undefined,
): Promise<Done | undefined> {
  if (!(await isLoaded(parts, realmId)))
    // Its load found something missing: what was mended at QuickBooks since ends that, without a person.
    return (await parts.companies.isProved(realmId)) ? backfill(parts, { realmId }, signal) : undefined
  const { source, store, limits } = common(parts, realmId, signal)
  const report = await syncChanges({ source, store, ...limits })
  return { work: 'sync', report }
}

/** Everything that was loaded, proved again, with QuickBooks' own reports as the witness. */
async function verify(
  parts: JobParts,
  { realmId }: Asked,
  signal: AbortSignal | undefined,
): Promise<Done | undefined> {
  const { source, store, limits } = common(parts, realmId, signal)
  const [loaded] = await store.finishedRuns(realmId)
  if (loaded === undefined || (await parts.companies.isLacking(realmId))) return undefined
  const { entities, from, to, timeZone } = loaded
  // A verification has no place to save: it is not cut.
  const whole = { ...limits, maxDurationMs: undefined }
  const report = await verifyBackfill({ source, store, ...whole, entities, from, to, timeZone })
  return { work: 'verify', report }
}
