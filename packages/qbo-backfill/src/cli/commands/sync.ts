import { entityNames } from '../../options.js'
import { qboSource } from '../../source/source.js'
import { withDatabase } from '../input/open-database.js'
import { postgresStore } from '../../store/postgres-store.js'
import { syncChanges } from '../../sync/sync.js'
import type { SyncReport } from '../../verdict/sync-report.js'
import type { Command } from './command.js'
import { judged, keepReport, keptText, makeReportFolder } from './keep-report.js'
import { connectClient, readConnection } from '../input/connection.js'
import { readEntityList } from '../input/entity-list.js'
import { readLimits } from '../input/limits.js'
import { wordsOf } from '../../report/words/words-of.js'
import type { Language } from '../words/language.js'
import { shownEntity } from '../words/shown-entity.js'
import { findingsIn, lastLine, statusCell, witnessText } from '../output/report-lines.js'
import { formatTable, shortInstant } from '../output/table.js'

export const run: Command = async ({ given, signal, onEvent }) => {
  const named = readEntityList(given, 'entities')
  const entities = named === undefined ? undefined : entityNames(named)
  const waitSeconds = given.number('wait-for-lease') ?? 0
  const limits = readLimits(given)
  const schema = given.value('schema')
  const connection = readConnection(given)
  await makeReportFolder(given)
  return withDatabase(given, async (database) => {
    const report = await syncChanges({
      source: qboSource(connectClient(connection, database)),
      store: postgresStore({ db: database.db, rawSchema: schema }),
      entities,
      waitForLeaseMs: waitSeconds * 1000,
      ...limits,
      sweep: given.on('sweep') ? true : undefined,
      onEvent,
      signal,
    })
    const files = await keepReport(database, report, given)
    const text = syncText(report, given.language) + keptText(files, given.language)
    return judged('sync', report, text, files)
  })
}

function syncText(report: SyncReport, language: Language): string {
  const words = wordsOf(language)
  const [entity = '', status = '', ...columns] = words.sync.head
  const rows = report.entities.map((each) => [
    shownEntity(each.entity, language),
    words.sync.methods[each.method],
    each.since === null ? words.sync.whole : shortInstant(each.since),
    ...[each.inserted, each.updated, each.tombstoned, each.unchanged].map(words.number),
    statusCell(each.status, language),
  ])
  return [
    formatTable([entity, ...columns, status], rows),
    ...report.entities.flatMap((each) => witnessText(each, language)),
    ...findingsIn(report, 'sync', language),
    lastLine(report, language),
    '',
  ].join('\n')
}
