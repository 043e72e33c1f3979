import { createRawSink } from 'qbo-raw-sink'
import { resolveEntities } from '../../options.js'
import { qboSource } from '../../source/source.js'
import { openDatabase } from '../../store/open-database.js'
import { postgresStore } from '../../store/postgres-store.js'
import { syncChanges } from '../../sync/sync.js'
import type { SyncReport } from '../../sync/sync-report.js'
import type { Command } from '../command.js'
import { connectClient, readConnection } from '../connection.js'
import { exitCodes } from '../exit-code.js'
import { firstThatFits } from '../first-that-fits.js'
import { formatTable } from '../table.js'
import { wholeNumber } from '../whole-number.js'

export const syncCommand: Command = {
  name: 'sync',
  summary: 'bring what is loaded up to date: changes and deletions since the last sync, or since the runs',
  flags: {
    values: ['entities', 'schema', 'wait-for-lease'],
    switches: ['stop-on-stdin-end'],
  },
  async run({ given, signal, onEvent }) {
    const named = given.value('entities')?.split(',')
    if (named !== undefined) resolveEntities(named)
    const waitSeconds = wholeNumber(given, 'wait-for-lease') ?? 0
    const schema = given.value('schema')
    const connection = readConnection(given)
    const database = await openDatabase(connection.databaseUrl)
    try {
      const sink = createRawSink({ db: database.db, ...(schema === undefined ? {} : { schema }) })
      const report = await syncChanges({
        source: qboSource(connectClient(connection, database)),
        store: postgresStore({ db: database.db, sink }),
        entities: named,
        waitForLeaseMs: waitSeconds * 1000,
        onEvent,
        signal,
      })
      const exitCode = report.status === 'red' ? exitCodes.red : exitCodes.done
      return {
        exitCode,
        event: {
          type: exitCode === exitCodes.done ? 'sync.completed' : 'sync.failed',
          report: fitSync(report),
        },
        text: syncText(report),
      }
    } finally {
      await database.close()
    }
  },
}

function fitSync(report: SyncReport): object {
  const shorter = (findings: number): object => ({
    ...report,
    shortened: true,
    entities: report.entities.map((entity) => ({
      ...entity,
      findings: entity.findings.slice(0, findings).map((text) => text.slice(0, 120)),
    })),
  })
  const { syncId, status, apiCalls, durationMs } = report
  return firstThatFits<object>([
    report,
    shorter(1),
    shorter(0),
    { syncId, status, apiCalls, durationMs, shortened: true },
  ])
}

function syncText(report: SyncReport): string {
  const head = ['entity', 'by', 'since', 'inserted', 'updated', 'deleted', 'unchanged', 'status']
  const rows = report.entities.map((entity) => [
    entity.entity,
    entity.method,
    entity.since ?? '–',
    ...[entity.inserted, entity.updated, entity.tombstoned, entity.unchanged].map((count) =>
      count.toLocaleString('en-US'),
    ),
    entity.status,
  ])
  return [
    formatTable(head, rows),
    ...report.entities.flatMap((entity) => entity.findings),
    `${report.status.toUpperCase()}: ${report.apiCalls} API calls, ${(report.durationMs / 1000).toFixed(1)} s.`,
    '',
  ].join('\n')
}
