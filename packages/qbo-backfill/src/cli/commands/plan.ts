import { parseRange } from '../../plan/range.js'
import { withCountedCalls } from '../../session/counted-calls.js'
import { postgresStore } from '../../store/postgres-store.js'
import { planBackfill, type BackfillForecast } from '../../plan-backfill.js'
import { resolveEntities } from '../../options.js'
import { qboSource } from '../../source/source.js'
import { openDatabase } from '../input/open-database.js'
import type { Command } from './command.js'
import { connectClient, readConnection } from '../input/connection.js'
import { readLimits } from '../input/limits.js'
import { monthText, readMonth, type Month } from '../input/month.js'
import { shortInstant } from '../output/short-instant.js'
import { formatTable } from '../output/table.js'
import { readRequest } from './run.js'

export const planCommand: Command = {
  async run({ given, signal }) {
    const request = readRequest(given)
    resolveEntities(request.entities)
    parseRange(request.from, request.to, request.timeZone ?? 'UTC')
    const { monthlyCallBudget } = readLimits(given)
    const connection = readConnection(given)
    const database = await openDatabase(connection.databaseUrl)
    try {
      const source = qboSource(connectClient(connection, database))
      // Before its tables are there nothing is counted in this database.
      const isCounted = (await readMonth(database, connection.clientId, undefined)) !== undefined
      const counted = {
        source,
        store: postgresStore({ db: database.db }),
        monthlyCallBudget: isCounted ? monthlyCallBudget : undefined,
      }
      const asked = { ...request, source, witness: !given.on('no-witness'), signal }
      const forecast = await withCountedCalls(counted, () => planBackfill(asked))
      const month = await readMonth(database, connection.clientId, monthlyCallBudget)
      const { segments: _segments, ...event } = forecast
      return {
        exitCode: 0,
        event: { type: 'plan.completed', ...event, month: month ?? null },
        text: planText(forecast, month),
      }
    } finally {
      await database.close()
    }
  },
}

function planText(
  { segments, entities, notices, apiCalls, latencyMs, minutes }: BackfillForecast,
  month: Month | undefined,
): string {
  const rows = segments.map((segment) => [
    String(segment.number),
    segment.entity,
    segment.kind,
    shortInstant(segment.from),
    shortInstant(segment.to),
    String(segment.windows),
    segment.rows.toLocaleString('en-US'),
  ])
  return [
    formatTable(['Segment', 'Entity', 'Read by', 'From', 'To', 'Windows', 'Rows'], rows),
    ...entities.map(
      ({ entity, expected, totalAtSource }) =>
        `${entity}: ${expected.toLocaleString('en-US')} rows in the range, ${totalAtSource.toLocaleString('en-US')} at QuickBooks in all.`,
    ),
    ...notices,
    `Forecast: ${apiCalls} API calls, at least ${Math.max(1, Math.ceil(minutes))} minute(s) within Intuit's limits, at ${(latencyMs / 1000).toFixed(1)} s an answer as just now.`,
    ...(month === undefined ? [] : [monthText(month)]),
    'Next: the same with run in place of plan.',
    '',
  ].join('\n')
}
