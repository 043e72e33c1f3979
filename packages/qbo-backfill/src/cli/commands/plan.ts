import { counted } from '../../verdict/counted.js'
import { spanishCount } from '../../report/words/spanish-page.js'
import { wordsOf } from '../../report/words/words-of.js'
import type { Language } from '../words/language.js'
import { shownEntity } from '../words/shown-entity.js'
import { withCountedCalls } from '../../session/counted-calls.js'
import { postgresStore } from '../../store/postgres-store.js'
import { noticesOf } from '../../report/page/outside-section.js'
import { planBackfill, type BackfillForecast, type ForecastEntity } from '../../plan-backfill.js'
import { qboSource } from '../../source/source.js'
import { withDatabase } from '../input/open-database.js'
import type { Command } from './command.js'
import { connectClient, readConnection } from '../input/connection.js'
import { readLimits } from '../input/limits.js'
import { monthText, readMonth, type Month } from '../input/month.js'
import { formatTable, shortInstant } from '../output/table.js'
import { readRequest } from './run.js'

export const run: Command = async ({ given, signal }) => {
  const request = readRequest(given)
  const { monthlyCallBudget } = readLimits(given)
  const connection = readConnection(given)
  return withDatabase(given, async (database) => {
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
      text: planText(forecast, month, given.language),
    }
  })
}

function planText(forecast: BackfillForecast, month: Month | undefined, language: Language): string {
  const { segments, entities, apiCalls, latencyMs, minutes } = forecast
  const { number, segments: segmentWords } = wordsOf(language)
  const rows = segments.map((segment) => [
    String(segment.number),
    shownEntity(segment.entity, language),
    language === 'es' ? segmentWords.kinds[segment.kind] : segment.kind,
    shortInstant(segment.from),
    shortInstant(segment.to),
    String(segment.windows),
    number(segment.rows),
  ])
  const [least, second] = [Math.max(1, Math.ceil(minutes)), (latencyMs / 1000).toFixed(1)]
  const { head, counts, forecasted, next } = {
    en: {
      head: ['Segment', 'Entity', 'Read by', 'From (UTC)', 'To (UTC)', 'Windows', 'Rows'],
      counts: ({ entity, expected, totalAtSource }: ForecastEntity) =>
        `${entity}: ${number(expected)} rows in the range, ${number(totalAtSource)} at QuickBooks in all.`,
      forecasted: `Forecast: ${counted(apiCalls, 'API call')}, at least ${counted(least, 'minute')} within Intuit's limits, at ${second} s an answer as just now.`,
      next: 'Next: the same with run in place of plan.',
    },
    es: {
      head: ['Segmento', 'Entidad', 'Leído por', 'Desde (UTC)', 'Hasta (UTC)', 'Ventanas', 'Filas'],
      counts: ({ entity, expected, totalAtSource }: ForecastEntity) =>
        `${shownEntity(entity, 'es')}: ${number(expected)} en el período; en QuickBooks, ${number(totalAtSource)} en total.`,
      forecasted: `Pronóstico: ${spanishCount(apiCalls, 'llamada')} a la API, al menos ${spanishCount(least, 'minuto')} con los límites de Intuit, a ${second.replace('.', ',')} s por respuesta, como hasta ahora.`,
      next: 'Siguiente: lo mismo con run en lugar de plan.',
    },
  }[language]
  return [
    formatTable(head, rows),
    ...entities.map(counts),
    ...noticesOf(forecast, wordsOf(language)),
    forecasted,
    ...(month === undefined ? [] : [monthText(month, language)]),
    next,
    '',
  ].join('\n')
}
