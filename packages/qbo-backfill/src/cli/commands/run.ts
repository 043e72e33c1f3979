import { resolve } from 'node:path'
import type { EntityName } from 'qbo-client'
import { runBackfill } from '../../backfill.js'
import { refused, type WrongOption } from '../../errors.js'
import { entityNames, wrongWork } from '../../options.js'
import type { WindowSize } from '../../plan/civil-date.js'
import { makeEvidenceFolder } from '../../report/evidence-folder.js'
import { writeEvidence, type WrittenEvidence } from '../../report/write-evidence.js'
import { qboSource } from '../../source/source.js'
import { selectChecks } from '../../ledger/checks.js'
import { withoutHostPlugins } from '../../ledger/database-options.js'
import { defaultStateSchema } from '../../ledger/state-schema.js'
import type { BackfillReport } from '../../verdict/report.js'
import type { Check } from '../../verdict/check.js'
import { invalid } from '../words/invalid.js'
import type { Language } from '../words/language.js'
import { withDatabase, type OpenDatabase } from '../input/open-database.js'
import { postgresStore } from '../../store/postgres-store.js'
import type { Arguments } from '../input/arguments.js'
import type { Command } from './command.js'
import { evidenceField } from './keep-report.js'
import { connectClient, readConnection } from '../input/connection.js'
import { exitCodeOfReport, exitCodes } from '../output/exit-code.js'
import { readEntityList } from '../input/entity-list.js'
import { readLimits } from '../input/limits.js'
import { nextAfterRun } from '../output/next-step.js'
import { reportTable } from '../output/report-table.js'

export const run: Command = async ({ given, signal, onEvent }) => {
  const request = readRequest(given)
  const waitSeconds = given.number('wait-for-lease') ?? 0
  const maxApiCalls = given.number('max-api-calls')
  const concurrency = given.number('concurrency')
  const limits = readLimits(given)
  const { language } = given
  const isArchived = given.on('archive-reports')
  const evidence = given.value('evidence')
  if (isArchived && evidence === undefined)
    throw invalid({
      en: '--archive-reports needs --evidence, the directory to write to.',
      es: '--archive-reports necesita --evidence, la carpeta en que se escribe.',
    })
  const connection = readConnection(given)
  if (evidence !== undefined) await makeEvidenceFolder(resolve(evidence))
  return withDatabase(given, async (database) => {
    const source = qboSource(connectClient(connection, database))
    const store = postgresStore({ db: database.db, rawSchema: given.value('schema') })
    const report = await runBackfill({
      ...request,
      source,
      store,
      waitForLeaseMs: waitSeconds * 1000,
      maxApiCalls,
      ...limits,
      concurrency,
      witness: !given.on('no-witness'),
      onEvent,
      signal,
    })
    const archived = isArchived
      ? { archiveReportsOf: source, monthlyCallBudget: limits.monthlyCallBudget }
      : {}
    const files =
      evidence === undefined
        ? undefined
        : await writeEvidence({ db: database.db, report, directory: evidence, language, ...archived })
    const exitCode = exitCodeOfReport(report)
    const checks = await checksOf(database, report)
    return {
      exitCode,
      event: {
        type: exitCode === exitCodes.done ? 'run.completed' : 'run.failed',
        report,
        ...evidenceField(files),
        ...(files === undefined || files.refused.length === 0 ? {} : { notArchived: files.refused }),
      },
      text:
        reportTable(report, language, checks) +
        evidenceText(files, language) +
        nextAfterRun(report, checks, files?.html, language),
    }
  })
}

/** As the ledger keeps them, whichever language they are told in. */
export async function checksOf({ db }: OpenDatabase, { runId }: BackfillReport): Promise<readonly Check[]> {
  return selectChecks(withoutHostPlugins(db).withSchema(defaultStateSchema), runId)
}

function evidenceText(files: WrittenEvidence | undefined, language: Language): string {
  const said = { en: 'Not archived', es: 'Sin archivar' }[language]
  return files === undefined ? '' : files.refused.map((reason) => `${said}: ${reason}\n`).join('')
}

/**
 * What all commands over a range ask for.
 *
 * @param beside what else is wrong with the command line
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`, naming all that is wrong, before a database is opened, or made
 */
export function readRequest(
  given: Arguments,
  beside: readonly WrongOption[] = [],
): {
  entities: readonly EntityName[]
  from: string
  to: string
  window: WindowSize | undefined
  timeZone: string | undefined
} {
  const request = {
    entities: readEntityList(given, 'entities') ?? [],
    from: given.value('from') ?? '',
    to: given.value('to') ?? '',
    window: given.value('window') as WindowSize | undefined,
    timeZone: given.value('time-zone'),
  }
  const wrong = [...wrongWork(request), ...beside]
  if (wrong.length > 0) throw refused(wrong)
  return { ...request, entities: entityNames(request.entities) }
}
