import { createRawSink } from 'qbo-raw-sink'
import { runBackfill } from '../../backfill.js'
import { BackfillError } from '../../errors.js'
import { resolveEntities, windowSizes } from '../../options.js'
import type { WindowSize } from '../../plan/civil-date.js'
import { parseRange } from '../../plan/range.js'
import { writeEvidence } from '../../report/write-evidence.js'
import { qboSource } from '../../source/source.js'
import { openDatabase } from '../../store/open-database.js'
import { postgresStore } from '../../store/postgres-store.js'
import type { Arguments } from '../arguments.js'
import type { Command } from '../command.js'
import { connectClient, readConnection } from '../connection.js'
import { exitCodeOfReport, exitCodes } from '../exit-code.js'
import { fitReport } from '../fit-report.js'
import { readLanguage } from '../report-language.js'
import { reportTable } from '../report-table.js'
import { wholeNumber } from '../whole-number.js'

export const runCommand: Command = {
  name: 'run',
  summary: 'read a range into the database, prove it, report; resumes an unfinished run of the same range',
  flags: {
    values: [
      'entities',
      'from',
      'to',
      'window',
      'time-zone',
      'schema',
      'evidence',
      'language',
      'wait-for-lease',
      'max-api-calls',
    ],
    switches: ['stop-on-stdin-end'],
  },
  async run({ given, signal, onEvent }) {
    const request = readRequest(given)
    const waitSeconds = wholeNumber(given, 'wait-for-lease') ?? 0
    const maxApiCalls = wholeNumber(given, 'max-api-calls')
    const language = readLanguage(given)
    // All that can be wrong with the words is said before a database is opened, or made.
    resolveEntities(request.entities)
    parseRange(request.from, request.to, request.timeZone ?? 'UTC')
    const connection = readConnection(given)
    const database = await openDatabase(connection.databaseUrl)
    try {
      const sink = createRawSink({ db: database.db, ...optional('schema', given.value('schema')) })
      const report = await runBackfill({
        ...request,
        source: qboSource(connectClient(connection, database)),
        store: postgresStore({ db: database.db, sink }),
        waitForLeaseMs: waitSeconds * 1000,
        maxApiCalls,
        onEvent,
        signal,
      })
      const evidence = given.value('evidence')
      const files =
        evidence === undefined
          ? undefined
          : await writeEvidence({ db: database.db, report, directory: evidence, language })
      const exitCode = exitCodeOfReport(report)
      return {
        exitCode,
        event: {
          type: exitCode === exitCodes.done ? 'run.completed' : 'run.failed',
          report: fitReport(report),
          ...optional('evidence', files?.directory),
        },
        text: reportTable(report) + (files === undefined ? '' : `\nEvidence: ${files.html}\n`),
      }
    } finally {
      await database.close()
    }
  },
}

/** What `run` and `plan` both ask for. */
export function readRequest(given: Arguments): {
  entities: readonly string[]
  from: string
  to: string
  window: WindowSize | undefined
  timeZone: string | undefined
} {
  const missing = ['entities', 'from', 'to'].filter((name) => given.value(name) === undefined)
  if (missing.length > 0) {
    throw new BackfillError(
      'BACKFILL_INVALID_OPTIONS',
      `Missing: ${missing.map((name) => `--${name}`).join(', ')}. For example: --entities customers,items,invoices --from 2024-01-01T00:00:00Z --to 2025-01-01T00:00:00Z`,
    )
  }
  const window = given.value('window')
  if (window !== undefined && !windowSizes.includes(window as WindowSize)) {
    throw new BackfillError(
      'BACKFILL_INVALID_OPTIONS',
      `Unknown --window "${window}". Known: ${windowSizes.join(', ')}.`,
    )
  }
  return {
    entities: (given.value('entities') ?? '').split(','),
    from: given.value('from') ?? '',
    to: given.value('to') ?? '',
    window: window as WindowSize | undefined,
    timeZone: given.value('time-zone'),
  }
}

function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>)
}
