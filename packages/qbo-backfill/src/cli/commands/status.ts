import { BackfillError } from '../../errors.js'
import { pendingStateMigrations } from '../../ledger/migrate.js'
import { recentRuns } from '../../ledger/runs.js'
import { defaultStateSchema } from '../../ledger/state-schema.js'
import { selectSegments } from '../../ledger/segments.js'
import type { StoredRun, StoredSegment } from '../../store/store.js'
import { openDatabase, type OpenDatabase } from '../../store/open-database.js'
import { readDatabaseUrl } from '../connection.js'
import type { Command } from '../command.js'
import { formatTable } from '../table.js'
import { recordsCounted } from '../../store/records-counted.js'

const shownRuns = 10

export const statusCommand: Command = {
  name: 'status',
  summary: 'show the newest runs of the realm and how far they are',
  flags: { values: [], switches: [] },
  async run({ given }) {
    const realmId = given.environment('QBO_REALM_ID')
    if (realmId === undefined)
      throw new BackfillError('BACKFILL_INVALID_OPTIONS', 'Missing in the environment: QBO_REALM_ID.')
    const database = await openDatabase(readDatabaseUrl(given))
    try {
      const runs = await readRuns(database, realmId)
      return {
        exitCode: 0,
        event: {
          type: 'status.completed',
          realmId,
          runs: runs.map(({ run, segments }) => describe(run, segments)),
        },
        text: runs.length === 0 ? `No runs of realm ${realmId} yet.\n` : statusText(runs),
      }
    } finally {
      await database.close()
    }
  },
}

interface RunWithSegments {
  readonly run: StoredRun
  readonly segments: readonly StoredSegment[]
}

async function readRuns(database: OpenDatabase, realmId: string): Promise<readonly RunWithSegments[]> {
  if ((await pendingStateMigrations(database.db, defaultStateSchema)) > 0) return []
  const state = database.db.withSchema(defaultStateSchema)
  const runs = await recentRuns(state, realmId, shownRuns)
  return Promise.all(runs.map(async (run) => ({ run, segments: await selectSegments(state, run.runId) })))
}

function describe(run: StoredRun, segments: readonly StoredSegment[]): Readonly<Record<string, unknown>> {
  return {
    runId: run.runId,
    status: run.status,
    entities: run.entities,
    from: run.from,
    to: run.to,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt ?? null,
    attempts: run.attempts,
    segments: segments.length,
    segmentsDone: segments.filter((segment) => segment.status === 'done').length,
    records: records(segments),
  }
}

function statusText(runs: readonly RunWithSegments[]): string {
  const rows = runs.map(({ run, segments }) => [
    run.runId.slice(0, 8),
    run.status,
    run.entities.join(','),
    run.from,
    run.to,
    run.startedAt,
    `${segments.filter((segment) => segment.status === 'done').length}/${segments.length}`,
    records(segments).toLocaleString('en-US'),
  ])
  return formatTable(['run', 'status', 'entities', 'from', 'to', 'started', 'segments', 'records'], rows)
}

function records(segments: readonly StoredSegment[]): number {
  return segments.reduce((sum, segment) => sum + recordsCounted(segment), 0)
}
