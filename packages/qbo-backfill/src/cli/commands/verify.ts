import { parseRange } from '../../plan/range.js'
import { qboSource } from '../../source/source.js'
import { openDatabase, readDatabaseUrl } from '../input/open-database.js'
import { postgresStore } from '../../store/postgres-store.js'
import { verifyBackfill } from '../../verify/verify.js'
import type { VerifyReport } from '../../verdict/verify-report.js'
import { BackfillError } from '../../errors.js'
import { verifyEvidence, type EvidenceVerification } from '../../verify/verify-evidence.js'
import type { Arguments } from '../input/arguments.js'
import type { CommandOutcome } from '../output/output.js'
import type { Command } from './command.js'
import { evidenceField, keepReport, keptText } from './keep-report.js'
import { connectClient, readConnection } from '../input/connection.js'
import { readLimits } from '../input/limits.js'
import { exitCodes } from '../output/exit-code.js'
import { formatTable } from '../output/table.js'
import { witnessText } from '../output/witness-text.js'
import { wholeNumber } from '../input/whole-number.js'
import { readRequest } from './run.js'
import { firstThatFits } from '../output/terminal-event.js'

export const verifyCommand: Command = {
  async run({ given, signal, onEvent }) {
    const evidence = given.value('evidence')
    if (evidence !== undefined) return verifyArchived(given, evidence)
    const request = readRequest(given)
    const deep = wholeNumber(given, 'deep')
    const limits = readLimits(given)
    const schema = given.value('schema')
    parseRange(request.from, request.to, request.timeZone ?? 'UTC')
    const connection = readConnection(given)
    const database = await openDatabase(connection.databaseUrl)
    try {
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
      const exitCode = report.status === 'red' ? exitCodes.red : exitCodes.done
      const type = exitCode === exitCodes.done ? 'verify.completed' : 'verify.failed'
      return {
        exitCode,
        event: { type, report: fitVerification(report), ...evidenceField(files) },
        text: verificationText(report) + keptText(files),
      }
    } finally {
      await database.close()
    }
  },
}

/** Asks nothing of QuickBooks: what was archived is held against the files and rows of today. */
async function verifyArchived(given: Arguments, directory: string): Promise<CommandOutcome> {
  const beside = given.flags.filter(
    (flag) => !['evidence', 'json', 'config', 'language', 'host'].includes(flag),
  )
  if (beside.length > 0)
    throw new BackfillError(
      'BACKFILL_INVALID_OPTIONS',
      `--evidence names a run, its entities and its range; leave out ${beside.map((flag) => `--${flag}`).join(', ')}.`,
    )
  const database = await openDatabase(readDatabaseUrl(given))
  try {
    const report = await verifyEvidence({ db: database.db, directory })
    const exitCode = report.status === 'red' ? exitCodes.red : exitCodes.done
    const type = exitCode === exitCodes.done ? 'verify.completed' : 'verify.failed'
    return { exitCode, event: { type, report: fitEvidence(report) }, text: evidenceText(report) }
  } finally {
    await database.close()
  }
}

function fitEvidence(report: EvidenceVerification): object {
  const shorter = (windows: number): object => ({
    ...report,
    shortened: true,
    entities: report.entities.map((entity) => ({ ...entity, changed: entity.changed.slice(0, windows) })),
  })
  const { runId, status } = report
  return firstThatFits<object>([report, shorter(5), shorter(0), { runId, status, shortened: true }])
}

function evidenceText({ runId, digestedAt, status, changedFiles, entities }: EvidenceVerification): string {
  const rows = entities.flatMap(({ entity, changed }) =>
    changed.map(({ firstDate, endDate, proved, rows: now }) => [
      entity,
      firstDate,
      endDate,
      String(proved),
      String(now),
    ]),
  )
  return [
    ...(rows.length === 0 ? [] : [formatTable(['entity', 'from', 'to', 'rows proved', 'rows now'], rows)]),
    ...changedFiles.map((name) => `${name} is no longer what was written, or is missing.`),
    `${status.toUpperCase()}: run ${runId}, as of ${digestedAt}: ${rows.length} window(s) of the table are no longer what was proved.`,
    '',
  ].join('\n')
}

/** Windows are many, and the terminal event is short: the first few of each entity. */
function fitVerification(report: VerifyReport): object {
  const shorter = (windows: number, findings: number): object => ({
    ...report,
    shortened: true,
    entities: report.entities.map((entity) => ({
      ...entity,
      windows: entity.windows.slice(0, windows),
      checks: [],
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
    ...report.entities.flatMap(witnessText),
    ...report.entities.flatMap((entity) => entity.findings),
    `${report.status.toUpperCase()}: ${report.apiCalls} API calls, ${(report.durationMs / 1000).toFixed(1)} s.`,
    '',
  ].join('\n')
}
