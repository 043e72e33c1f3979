import { invalid } from '../words/invalid.js'
import { pendingStateMigrations } from '../../ledger/migrate.js'
import { defaultStateSchema } from '../../ledger/state-schema.js'
import { isFinished, newestReport, reportsById } from '../../ledger/stored-report.js'
import type { BackfillReport } from '../../verdict/report.js'
import { writeEvidence } from '../../report/write-evidence.js'
import { writeReportIndex } from '../../report/write-index.js'
import { withDatabase, type OpenDatabase } from '../input/open-database.js'
import type { Arguments } from '../input/arguments.js'
import type { Command } from './command.js'
import { checksOf } from './run.js'
import { readRealm, readRealmIfGiven } from '../input/realm.js'
import type { CommandOutcome } from '../output/output.js'
import { reportTable } from '../output/report-table.js'

export const run: Command = async ({ given }) => {
  const directory = given.value('evidence') ?? ''
  const { language } = given
  if (given.on('index')) return writeIndex(given, directory)
  const runId = given.value('run')
  const realmId = runId === undefined ? readRealmIfGiven(given) : undefined
  if (runId === undefined && realmId === undefined)
    throw invalid({
      en: 'Say which run with --run ID, or set QBO_REALM_ID for the newest one of that company.',
      es: 'Indique la corrida con --run ID, o ponga QBO_REALM_ID para la más reciente de esa empresa.',
    })
  return withDatabase(given, async (database) => {
    const report = await findReport(database, runId, realmId)
    const files = await writeEvidence({ db: database.db, report, directory, language })
    return {
      exitCode: 0,
      event: { type: 'report.completed', evidence: files.directory, report },
      text: `${reportTable(report, language, await checksOf(database, report))}\n${{ en: 'Evidence', es: 'Evidencia' }[language]}: ${files.html}\n`,
    }
  })
}

/** All runs of the company, each leading to its page where that has been written. */
async function writeIndex(given: Arguments, directory: string): Promise<CommandOutcome> {
  if (given.value('run') !== undefined)
    throw invalid({
      en: '--index is of all runs of the company; leave out --run.',
      es: '--index es de todas las corridas de la empresa; no indique --run.',
    })
  const realmId = readRealm(given)
  const { language } = given
  return withDatabase(given, async (database) => {
    if ((await pendingStateMigrations(database.db, defaultStateSchema)) > 0) throw invalid(noRuns)
    const { html, ...counts } = await writeReportIndex({ db: database.db, realmId, directory, language })
    return {
      exitCode: 0,
      event: { type: 'report.completed', index: html, ...counts },
      text: `${{ en: 'Index', es: 'Índice' }[language]}: ${html}\n`,
    }
  })
}

const noRuns = {
  en: 'This database holds no runs of this version. Start one with: qbo-backfill run',
  es: 'Esta base de datos no tiene corridas de esta versión. Empiece una con: qbo-backfill run',
}

/** The run by the beginning of its id, else the newest of the company. */
async function findReport(
  database: OpenDatabase,
  runId: string | undefined,
  realmId = '',
): Promise<BackfillReport> {
  if ((await pendingStateMigrations(database.db, defaultStateSchema)) > 0) throw invalid(noRuns)
  const state = database.db.withSchema(defaultStateSchema)
  if (runId === undefined) {
    const newest = await newestReport(state, realmId)
    if (newest?.report != null) return newest.report
    throw invalid({
      en: `No run of realm ${realmId} is finished yet. See: qbo-backfill status`,
      es: `Todavía no ha terminado ninguna corrida de la empresa ${realmId}. Vea: qbo-backfill status`,
    })
  }
  const [run, another] = await reportsById(state, runId)
  if (run === undefined)
    throw invalid({
      en: `There is no run ${runId}. See: qbo-backfill status`,
      es: `No existe la corrida ${runId}. Vea: qbo-backfill status`,
    })
  if (another !== undefined)
    throw invalid({
      en: `More than one run begins with "${runId}". Give more of its id.`,
      es: `Más de una corrida empieza con "${runId}". Indique más letras de su id.`,
    })
  if (isFinished(run)) return run.report
  throw invalid({
    en: `Run ${run.runId} is not finished (${run.status}), so there is nothing to report yet.`,
    es: `La corrida ${run.runId} no ha terminado (${run.status}), así que todavía no hay nada que informar.`,
  })
}
