import { resolveEntities } from '../../options.js'
import { forecastCalls } from '../../plan/forecast-calls.js'
import { makePlan, type Plan } from '../../plan/plan.js'
import { parseRange } from '../../plan/range.js'
import { qboSource } from '../../source/source.js'
import { openDatabase } from '../../store/open-database.js'
import type { Command } from '../command.js'
import { connectClient, readConnection } from '../connection.js'
import { formatTable } from '../table.js'
import { readRequest } from './run.js'

/** Intuit allows 500 calls a minute; we stay at 490. */
const callsPerMinute = 490

export const planCommand: Command = {
  name: 'plan',
  summary: 'count what a run would read and forecast its API calls; writes no rows',
  flags: { values: ['entities', 'from', 'to', 'window', 'time-zone', 'schema'], switches: [] },
  async run({ given, signal }) {
    const request = readRequest(given)
    const entities = resolveEntities(request.entities)
    const range = parseRange(request.from, request.to, request.timeZone ?? 'UTC')
    const connection = readConnection(given)
    const database = await openDatabase(connection.databaseUrl)
    try {
      const source = qboSource(connectClient(connection, database))
      let calls = 0
      source.subscribe((event) => {
        if (event.type === 'request.completed' && event.kind !== 'token') calls += 1
      })
      const plan = await makePlan({ source, entities, range, windowSize: request.window, signal })
      const forecast = calls + forecastCalls(plan)
      return {
        exitCode: 0,
        event: { type: 'plan.completed', ...summary(plan, forecast) },
        text: planText(plan, forecast),
      }
    } finally {
      await database.close()
    }
  },
}

function summary(plan: Plan, forecast: number): Readonly<Record<string, unknown>> {
  return {
    from: plan.range.from,
    to: plan.range.to,
    timeZone: plan.range.timeZone,
    settledBefore: plan.settledBefore,
    entities: plan.entities.map(({ entity, expected, totalAtSource, windows }) => ({
      entity: entity.name,
      expected,
      totalAtSource,
      windows: windows.length,
      segments: plan.segments.filter((segment) => segment.entity === entity.name).length,
    })),
    apiCalls: forecast,
    minutes: Math.ceil((forecast / callsPerMinute) * 10) / 10,
    notices: plan.notices,
  }
}

function planText(plan: Plan, forecast: number): string {
  const rows = plan.segments.map((segment) => {
    const windows = plan.entities.find(({ entity }) => entity.name === segment.entity)?.windows ?? []
    const span = windows.slice(segment.firstWindow, segment.endWindow)
    return [
      String(segment.number),
      segment.entity,
      segment.kind,
      span[0]?.start ?? '',
      span.at(-1)?.end ?? '',
      String(span.length),
      segment.plannedCount.toLocaleString('en-US'),
    ]
  })
  const table = formatTable(['segment', 'entity', 'read by', 'from', 'to', 'windows', 'rows'], rows)
  return [
    table,
    ...plan.entities.map(
      ({ entity, expected, totalAtSource }) =>
        `${entity.name}: ${expected.toLocaleString('en-US')} rows in the range, ${totalAtSource.toLocaleString('en-US')} at QuickBooks in all.`,
    ),
    ...plan.notices,
    `Forecast: ${forecast} API calls, at least ${Math.max(1, Math.ceil(forecast / callsPerMinute))} minute(s) under the limit.`,
    '',
  ].join('\n')
}
