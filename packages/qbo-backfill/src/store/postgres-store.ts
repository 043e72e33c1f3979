import { sql, type Kysely, type Transaction } from 'kysely'
import type { PoisonedScanRecord } from 'qbo-client'
import type { Database, RawSink, RecordTarget, WriteCounts } from 'qbo-raw-sink'
import { z } from 'zod'
import { allEnded } from '../all-ended.js'
import { checkRows } from '../checks/check-rows.js'
import { BackfillError } from '../errors.js'
import { deleteChecks, saveChecks, selectChecks } from '../ledger/checks.js'
import { acquireLease, assertLease } from '../ledger/lease.js'
import { migrateState } from '../ledger/migrate.js'
import { closeRun, expireRun, insertRun, reopenRun, unfinishedRuns } from '../ledger/runs.js'
import * as segments from '../ledger/segments.js'
import { defaultStateSchema } from '../ledger/state-schema.js'
import type { StateDatabase } from '../ledger/tables.js'
import { addUsage, selectRunCalls } from '../ledger/usage.js'
import { insertWindows, saveWindowResults, selectWindows } from '../ledger/windows.js'
import { validated } from '../validated.js'
import { databaseOptions, withoutHostPlugins } from './database-options.js'
import { postgresSync } from './postgres-sync.js'
import { postgresVerification } from './postgres-verification.js'
import { writeRecords } from './write-records.js'
import type { BackfillStore, Lease, PageCommit } from './store.js'

export interface PostgresStoreOptions {
  /** The database of the rows and of the state. Its pool needs two connections at least: one holds the realm's lock. */
  readonly db: Database
  readonly sink: RawSink
  /** Where the engine keeps its state. @defaultValue `qbo_backfill` */
  readonly schema?: string | undefined
}

const optionsSchema = z.strictObject({
  ...databaseOptions,
  sink: z.custom<RawSink>(
    (value) => typeof (value as RawSink | null)?.writePage === 'function',
    'needs a sink: createRawSink({ db })',
  ),
})

/** Keeps rows and state in one PostgreSQL (or PGlite), and commits each page with the place that it moves the run to. */
export function postgresStore(options: PostgresStoreOptions): BackfillStore {
  validated('the store', optionsSchema, options)
  const { sink, schema = defaultStateSchema } = options
  const db = withoutHostPlugins(options.db)
  const parts: StoreParts = {
    db,
    sink,
    schema,
    state: db.withSchema(schema),
    fenced: async (lease, work) =>
      db.transaction().execute(async (trx) => {
        await assertLease(trx, schema, lease)
        return work(trx, trx.withSchema(schema))
      }),
  }
  return {
    rawSchema: sink.schema,
    prepare: (entities) => prepare(db, schema, sink, entities),
    acquireLease: (request) => acquireLease(db, schema, request),
    recordUsage: (usage) => addUsage(parts.state, schema, usage),
    ...runRecords(parts),
    ...segmentRecords(parts),
    ...rawRows(parts),
    ...postgresVerification(db, schema, sink),
    ...postgresSync(parts.state, sink, parts.fenced),
  }
}

interface StoreParts {
  readonly db: Kysely<StateDatabase>
  readonly state: Kysely<StateDatabase>
  readonly sink: RawSink
  readonly schema: string
  /** One transaction of the run, fenced, so that a holder that lost the realm cannot write. */
  readonly fenced: <T>(
    lease: Lease,
    work: (trx: Transaction<StateDatabase>, state: Kysely<StateDatabase>) => Promise<T>,
  ) => Promise<T>
}

type RunRecords = Pick<
  BackfillStore,
  'unfinishedRuns' | 'createRun' | 'resumeRun' | 'expireRun' | 'windows' | 'checks' | 'finishRun' | 'runCalls'
>

function runRecords({ state, sink, schema, fenced }: StoreParts): RunRecords {
  return {
    unfinishedRuns: (realmId) => unfinishedRuns(state, realmId),
    createRun: (lease, plan) =>
      fenced(lease, async (_, inState) => {
        await insertRun(inState, sink.schema, plan.run)
        await segments.insertSegments(inState, plan.run.runId, plan.segments)
        for (const [entity, windows] of plan.windows) {
          await insertWindows(inState, schema, plan.run.runId, entity, windows)
        }
      }),
    resumeRun: (lease, runId, reopen) =>
      fenced(lease, async (_, inState) => {
        await reopenRun(inState, runId)
        await segments.reopenSegments(inState, runId, reopen)
        // They judged the reading before: kept, they would have a run that is cut short now begin anew once more.
        await deleteChecks(inState, runId)
      }),
    expireRun: (lease, runId) => fenced(lease, (_, inState) => expireRun(inState, runId)),
    windows: (runId) => selectWindows(state, runId),
    checks: (runId) => selectChecks(state, runId),
    finishRun: (lease, outcome) =>
      fenced(lease, async (_, inState) => {
        await saveWindowResults(inState, schema, outcome.runId, outcome.windows)
        await saveChecks(inState, outcome.runId, outcome.checks)
        await closeRun(inState, outcome)
      }),
    runCalls: (runId) => selectRunCalls(state, runId),
  }
}

type SegmentRecords = Pick<BackfillStore, 'segments' | 'startSegment' | 'commitPage' | 'failSegment'>

function segmentRecords({ state, sink, fenced }: StoreParts): SegmentRecords {
  return {
    segments: (runId) => segments.selectSegments(state, runId),
    startSegment: (lease, runId, number, statementHash, restart) =>
      fenced(lease, (_, inState) => segments.startSegment(inState, runId, number, statementHash, restart)),
    commitPage: (lease, page) =>
      fenced(lease, async (trx, inState) => {
        const written = await writeTargets(sink, trx, {
          realmId: lease.realmId,
          entity: page.entity,
          text: page.text,
          recordsPath: page.recordsPath,
          windows: page.targets,
          runId: page.runId,
          page: { number: page.pageNumber, size: page.asked },
        })
        for (const record of page.poisoned) await rejectPoisoned(sink, trx, lease.realmId, page, record)
        const counts = { ...written, rejected: written.rejected + page.poisoned.length }
        await segments.advanceSegment(inState, page, page.targets.length, counts)
        return counts
      }),
    failSegment: (lease, runId, number, error) =>
      fenced(lease, (_, inState) => segments.failSegment(inState, runId, number, error)),
  }
}

/** There is no text of a record that never came: what is known of it stands in its place. */
async function rejectPoisoned(
  sink: RawSink,
  trx: Transaction<StateDatabase>,
  realmId: string,
  page: PageCommit,
  { second, ordinal, fault, request, intuitTid }: PoisonedScanRecord,
): Promise<void> {
  await sink.addReject(trx, {
    realmId,
    entity: page.entity,
    runId: page.runId,
    original: JSON.stringify({ second, ordinal, code: fault.code }),
    reason: 'poisoned',
    message: `QuickBooks fails on record ${ordinal} of ${second}: ${fault.message ?? fault.code ?? 'no reason given'}`,
    detail: { second, ordinal, fault, request, intuitTid },
  })
}

type RawRows = Pick<
  BackfillStore,
  'commitRecords' | 'countLive' | 'idsNotSeen' | 'idsLive' | 'rejectedCount' | 'checkRows'
>

function rawRows({ db, sink, schema, fenced }: StoreParts): RawRows {
  return {
    commitRecords: (lease, records) =>
      fenced(lease, (trx) => writeRecords(sink, trx, lease.realmId, records, { insertStubs: false })),
    countLive: ({ rows, ...query }) => sink.countLive(db, { ...query, where: rows }),
    idsNotSeen: ({ rows, ...query }) => sink.idsNotSeen(db, { ...query, where: rows }),
    idsLive: ({ realmId, entity, rows, settledBefore }) =>
      sink.idsLive(db, { realmId, entity, where: rows, settledBefore }),
    rejectedCount: async (realmId, entity, runId) => {
      const rejects = (await sink.rejects(db, { realmId, entity, runId })).filter(
        (reject) => reject.resolvedAt === null,
      )
      const saved = rejects.filter((reject) => reject.saved).length
      const open = rejects.filter((reject) => !reject.saved && reject.acknowledgedAt === null).length
      return { saved, open, acknowledged: rejects.length - saved - open }
    },
    checkRows: (run, entity, strategy) =>
      checkRows({
        db,
        rawSchema: sink.schema,
        stateSchema: schema,
        table: sink.tableName(entity),
        realmId: run.realmId,
        entity,
        strategy,
        runId: run.runId,
        timeZone: run.timeZone,
        settledBefore: run.settledBefore,
        tableOf: (other) => loadedTable(db, sink, run.realmId, other),
      }),
  }
}

/** The table of an entity, if it is there and holds rows of the realm. */
async function loadedTable(
  db: Kysely<StateDatabase>,
  sink: RawSink,
  realmId: string,
  entity: string,
): Promise<string | undefined> {
  if ((await sink.pendingMigrations({ entities: [entity] })).length > 0) return undefined
  const table = sink.tableName(entity)
  const rows =
    await sql`SELECT FROM ${sql.id(sink.schema, table)} WHERE realm_id = ${realmId} LIMIT 1`.execute(db)
  return rows.rows.length === 0 ? undefined : table
}

/** Most answers of CDC, and the last page of a scan, hold nothing to write: no round trip for them. */
async function writeTargets(
  sink: RawSink,
  trx: Transaction<StateDatabase>,
  page: PageWrite,
): Promise<WriteCounts> {
  if (page.windows.every((target) => target === null)) {
    return { inserted: 0, updated: 0, unchanged: 0, stale: 0, rejected: 0 }
  }
  return sink.writePage(trx, page)
}

type PageWrite = Parameters<RawSink['writePage']>[1] & { readonly windows: readonly (RecordTarget | null)[] }

/** SQLSTATE 42501: this role may not. */
const insufficientPrivilege = '42501'

async function prepare(
  db: Database,
  schema: string,
  sink: RawSink,
  entities: readonly string[],
): Promise<void> {
  try {
    await allEnded([migrateState(db, schema), sink.migrate({ entities })])
  } catch (error) {
    if (!isForbidden(error)) throw error
    throw new BackfillError(
      'BACKFILL_NOT_MIGRATED',
      `The database lacks tables for this run, or rights on them, and this role may not create them. As a role that ` +
        `may, run: qbo-backfill migrate --entities ${entities.join(',')}. What is lacking: qbo-backfill doctor`,
      { cause: error },
    )
  }
}

function isForbidden(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown }
    if (code === insufficientPrivilege || code === 'SINK_FORBIDDEN') return true
  }
  return false
}
