import { createRawSink } from 'qbo-raw-sink'
import { resolveEntities } from '../../options.js'
import { parseRange } from '../../plan/range.js'
import { qboSource } from '../../source/source.js'
import { openDatabase } from '../../store/open-database.js'
import { postgresStore } from '../../store/postgres-store.js'
import { verifyBackfill } from '../../verify/verify.js'
import type { VerifyReport } from '../../verify/verify-report.js'
import type { Command } from '../command.js'
import { connectClient, readConnection } from '../connection.js'
import { exitCodes } from '../exit-code.js'
import { firstThatFits } from '../first-that-fits.js'
import { formatTable } from '../table.js'
import { wholeNumber } from '../whole-number.js'
import { readRequest } from './run.js'

export const verifyCommand: Command = {
  name: 'verify',
  summary:
    'prove a finished range again without reading it; --deep N compares N records of each entity in full',
  flags: {
    values: ['entities', 'from', 'to', 'window', 'time-zone', 'schema', 'deep'],
    switches: ['stop-on-stdin-end'],
  },
  async run({ given, signal, onEvent }) {
    const request = readRequest(given)
    const deep = wholeNumber(given, 'deep')
    const schema = given.value('schema')
    resolveEntities(request.entities)
    parseRange(request.from, request.to, request.timeZone ?? 'UTC')
    const connection = readConnection(given)
    const database = await openDatabase(connection.databaseUrl)
    try {
      const sink = createRawSink({ db: database.db, ...(schema === undefined ? {} : { schema }) })
      const report = await verifyBackfill({
        ...request,
        source: qboSource(connectClient(connection, database)),
        store: postgresStore({ db: database.db, sink }),
        deep,
        onEvent,
        signal,
      })
      const exitCode = report.status === 'red' ? exitCodes.red : exitCodes.done
      const type = exitCode === exitCodes.done ? 'verify.completed' : 'verify.failed'
      return {
        exitCode,
        event: { type, report: fitVerification(report) },
        text: verificationText(report),
      }
    } finally {
      await database.close()
    }
  },
}

/** Windows are many, and the terminal event is short: the first few of each entity. */
function fitVerification(report: VerifyReport): object {
  const shorter = (windows: number, findings: number): object => ({
    ...report,
    shortened: true,
    entities: report.entities.map((entity) => ({
      ...entity,
      windows: entity.windows.slice(0, windows),
      findings: entity.findings.slice(0, findings).map((text) => text.slice(0, 160)),
    })),
  })
  const { status, apiCalls, durationMs, verifiedAt } = report
  return firstThatFits<object>([
    report,
    shorter(5, 2),
    shorter(0, 1),
    shorter(0, 0),
    { status, apiCalls, durationMs, verifiedAt, shortened: true },
  ])
}

function verificationText(report: VerifyReport): string {
  const head = ['entity', 'expected', 'loaded', 'missing', 'appeared', 'changed', 'left', 'status']
  const rows = report.entities.map((entity) => [
    entity.entity,
    ...[entity.expected, entity.loaded, entity.missing, entity.appeared, entity.changed, entity.left].map(
      (count) => count.toLocaleString('en-US'),
    ),
    entity.status,
  ])
  const deep = report.entities.flatMap(({ entity, deep: outcome }) =>
    outcome === undefined
      ? []
      : [
          `${entity}: ${outcome.equal} of ${outcome.compared} records compared in full are equal, ${outcome.different} different, ${outcome.newer} newer at QuickBooks, ${outcome.gone} gone.`,
        ],
  )
  return [
    formatTable(head, rows),
    ...deep,
    ...report.entities.flatMap((entity) => entity.findings),
    `${report.status.toUpperCase()}: ${report.apiCalls} API calls, ${(report.durationMs / 1000).toFixed(1)} s.`,
    '',
  ].join('\n')
}
