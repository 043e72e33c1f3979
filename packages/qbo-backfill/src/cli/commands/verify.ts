import { qboSource } from '../../source/source.js'
import { withDatabase } from '../input/open-database.js'
import { postgresStore } from '../../store/postgres-store.js'
import { verifyBackfill } from '../../verify/verify.js'
import type { VerifyReport } from '../../verdict/verify-report.js'
import { verifyEvidence, type EvidenceVerification } from '../../verify/verify-evidence.js'
import type { Arguments } from '../input/arguments.js'
import type { CommandOutcome } from '../output/output.js'
import type { Command } from './command.js'
import { judged, keepReport, keptText, makeReportFolder } from './keep-report.js'
import { connectClient, readConnection } from '../input/connection.js'
import { readLimits } from '../input/limits.js'
import { wordsOf } from '../../report/words/words-of.js'
import { invalid } from '../words/invalid.js'
import type { Language } from '../words/language.js'
import { shownEntity } from '../words/shown-entity.js'
import { findingsIn, lastLine, statusCell, witnessText } from '../output/report-lines.js'
import { formatTable } from '../output/table.js'
import { readRequest } from './run.js'

export const run: Command = async ({ given, signal, onEvent }) => {
  const evidence = given.value('evidence')
  if (evidence !== undefined) return verifyArchived(given, evidence)
  const request = readRequest(given)
  const deep = given.number('deep')
  const limits = readLimits(given)
  const schema = given.value('schema')
  const connection = readConnection(given)
  await makeReportFolder(given)
  return withDatabase(given, async (database) => {
    const report = await verifyBackfill({
      ...request,
      source: qboSource(connectClient(connection, database)),
      store: postgresStore({ db: database.db, rawSchema: schema }),
      deep,
      ...limits,
      witness: !given.on('no-witness'),
      onEvent,
      signal,
    })
    const files = await keepReport(database, report, given)
    const text = verificationText(report, given.language) + keptText(files, given.language)
    return judged('verify', report, text, files)
  })
}

/** Asks nothing of QuickBooks: what was archived is held against the files and rows of today. */
async function verifyArchived(given: Arguments, directory: string): Promise<CommandOutcome> {
  const beside = given.flags.filter(
    (flag) => !['evidence', 'json', 'config', 'language', 'host'].includes(flag),
  )
  const named = beside.map((flag) => `--${flag}`).join(', ')
  if (beside.length > 0)
    throw invalid({
      en: `--evidence names a run, its entities and its range; leave out ${named}.`,
      es: `--evidence ya indica una corrida, sus entidades y su período; no indique ${named}.`,
    })
  return withDatabase(given, async (database) => {
    const report = await verifyEvidence({ db: database.db, directory })
    return judged('verify', report, evidenceText(report, given.language))
  })
}

function evidenceText(
  { runId, digestedAt, status, changedFiles, entities }: EvidenceVerification,
  language: Language,
): string {
  const { number } = wordsOf(language)
  const rows = entities.flatMap(({ entity, changed }) =>
    changed.map(({ firstDate, endDate, proved, rows: now }) => [
      entity,
      firstDate,
      endDate,
      number(proved),
      number(now),
    ]),
  )
  const count = number(rows.length)
  const words = {
    en: {
      head: ['Entity', 'From', 'To', 'Rows proved', 'Rows now'],
      file: 'is no longer what was written, or is missing.',
      said: `run ${runId}, as of ${digestedAt}: ${count} ${rows.length === 1 ? 'window of the table is' : 'windows of the table are'} no longer what was proved.`,
    },
    es: {
      head: ['Entidad', 'Desde', 'Hasta', 'Filas comprobadas', 'Filas ahora'],
      file: 'ya no es lo que se escribió, o falta.',
      said: `corrida ${runId}, al ${digestedAt}: ${count} ${rows.length === 1 ? 'ventana de la tabla ya no es lo que se comprobó' : 'ventanas de la tabla ya no son lo que se comprobó'}.`,
    },
  }[language]
  return [
    ...(rows.length === 0 ? [] : [formatTable(words.head, rows)]),
    ...changedFiles.map((name) => `${name} ${words.file}`),
    `${wordsOf(language).status[status].toUpperCase()}: ${words.said}`,
    '',
  ].join('\n')
}

function verificationText(report: VerifyReport, language: Language): string {
  const words = wordsOf(language)
  const [entity = '', status = '', ...numbers] = words.verify.head
  const rows = report.entities.map((each) => [
    shownEntity(each.entity, language),
    ...[each.expected, each.loaded, each.missing, each.appeared, each.changed, each.left].map(words.number),
    statusCell(each.status, language),
  ])
  const deep = report.entities.flatMap(({ entity: name, deep: outcome }) =>
    outcome === undefined ? [] : [words.verify.basis.deep(outcome.equal, outcome.compared, name)],
  )
  return [
    formatTable([entity, ...numbers, status], rows),
    ...deep,
    ...report.entities.flatMap((each) => witnessText(each, language)),
    ...findingsIn(report, 'verify', language),
    lastLine(report, language),
    '',
  ].join('\n')
}
