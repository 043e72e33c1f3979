import { BackfillError } from '../../errors.js'
import { pendingStateMigrations } from '../../ledger/migrate.js'
import { defaultStateSchema } from '../../ledger/state-schema.js'
import { isFinished, newestReport, reportsById } from '../../ledger/stored-report.js'
import type { BackfillReport } from '../../report/report.js'
import { writeEvidence } from '../../report/write-evidence.js'
import { openDatabase, type OpenDatabase } from '../../store/open-database.js'
import type { Arguments } from '../arguments.js'
import type { Command } from '../command.js'
import { readDatabaseUrl } from '../connection.js'
import { fitReport } from '../fit-report.js'
import { readLanguage } from '../report-language.js'
import { reportTable } from '../report-table.js'

export const reportCommand: Command = {
  name: 'report',
  summary:
    'write the evidence of a finished run again; --run ID, or the newest of the realm; --language en|es',
  flags: { values: ['run', 'evidence', 'language'], switches: [] },
  async run({ given }) {
    const directory = given.value('evidence')
    if (directory === undefined) throw invalid('Missing: --evidence, the directory to write to.')
    const language = readLanguage(given)
    const wanted = readWanted(given)
    const database = await openDatabase(readDatabaseUrl(given))
    try {
      const report = await findReport(database, wanted)
      const files = await writeEvidence({ db: database.db, report, directory, language })
      return {
        exitCode: 0,
        event: { type: 'report.completed', evidence: files.directory, report: fitReport(report) },
        text: `${reportTable(report)}\nEvidence: ${files.html}\n`,
      }
    } finally {
      await database.close()
    }
  },
}

type Wanted = { readonly runId: string } | { readonly realmId: string }

function readWanted(given: Arguments): Wanted {
  const runId = given.value('run')
  if (runId !== undefined) return { runId }
  const realmId = given.environment('QBO_REALM_ID')
  if (realmId !== undefined) return { realmId }
  throw invalid('Say which run with --run ID, or set QBO_REALM_ID for the newest one of that company.')
}

async function findReport(database: OpenDatabase, wanted: Wanted): Promise<BackfillReport> {
  if ((await pendingStateMigrations(database.db, defaultStateSchema)) > 0)
    throw invalid('This database holds no runs of this version. Start one with: qbo-backfill run')
  const state = database.db.withSchema(defaultStateSchema)
  if ('realmId' in wanted) {
    const newest = await newestReport(state, wanted.realmId)
    if (newest?.report != null) return newest.report
    throw invalid(`No run of realm ${wanted.realmId} is finished yet. See: qbo-backfill status`)
  }
  const [run, another] = await reportsById(state, wanted.runId)
  if (run === undefined) throw invalid(`There is no run ${wanted.runId}. See: qbo-backfill status`)
  if (another !== undefined)
    throw invalid(`More than one run begins with "${wanted.runId}". Give more of its id.`)
  if (isFinished(run)) return run.report
  throw invalid(`Run ${run.runId} is not finished (${run.status}), so there is nothing to report yet.`)
}

function invalid(message: string): BackfillError {
  return new BackfillError('BACKFILL_INVALID_OPTIONS', message)
}
