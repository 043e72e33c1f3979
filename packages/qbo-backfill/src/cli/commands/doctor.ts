import { examine } from '../../doctor/examine.js'
import { exitCodeOfFindings, fail, messageOf, ok, type Finding } from '../../doctor/finding.js'
import { openDatabase, type OpenDatabase, readDatabaseUrl } from '../input/open-database.js'
import type { Arguments } from '../input/arguments.js'
import type { Command } from './command.js'
import { connectClient, readConnection, tokenStoreOf, type Connection } from '../input/connection.js'
import { printableLine } from '../output/printable.js'
import { wrap } from '../output/table.js'
import { proxyFindings } from '../input/proxy-findings.js'
import type { CommandOutcome } from '../output/output.js'

export const doctorCommand: Command = {
  async run({ given, signal }) {
    const findings: Finding[] = []
    const connection = attempt(findings, 'configuration', () => readConnection(given))
    if (connection !== undefined)
      findings.push(ok('configuration', 'All that the environment must say is there.'))
    findings.push(...proxyFindings(connection?.proxy, given))
    const url = attempt([], 'database', () => readDatabaseUrl(given))
    const database = url === undefined ? undefined : await open(url, findings)
    try {
      if (database !== undefined && url !== undefined)
        findings.push(...(await examineAll({ database, url, connection }, given, signal)))
    } finally {
      await database?.close()
    }
    return outcomeOf(findings)
  },
}

/** What is wrong becomes a finding, so that the rest is looked at all the same. */
function attempt<T>(findings: Finding[], name: string, work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    findings.push(fail(name, messageOf(error), 'See the environment variables in the README.'))
    return undefined
  }
}

async function open(url: string, findings: Finding[]): Promise<OpenDatabase | undefined> {
  try {
    const database = await openDatabase(url)
    findings.push(ok('database', 'The database answers.'))
    return database
  } catch (error) {
    findings.push(fail('database', messageOf(error), 'Start it, or correct DATABASE_URL.'))
    return undefined
  }
}

interface Opened {
  readonly database: OpenDatabase
  readonly url: string
  readonly connection: Connection | undefined
}

function examineAll(
  { database, url, connection }: Opened,
  given: Arguments,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const company =
    connection === undefined
      ? undefined
      : { client: connectClient(connection, database), tokenStore: tokenStoreOf(connection, database) }
  return examine({ database, databaseUrl: url, company, rawSchema: given.value('schema'), signal })
}

function outcomeOf(findings: readonly Finding[]): CommandOutcome {
  const exitCode = exitCodeOfFindings(findings)
  const failed = findings.filter((finding) => finding.status === 'fail')
  const error = {
    code: exitCode === 3 ? 'DOCTOR_REAUTHORIZE' : 'DOCTOR_FAILED',
    message: failed.map((finding) => finding.name).join(', '),
    retryable: false,
  }
  return {
    exitCode,
    event: {
      type: exitCode === 0 ? 'doctor.completed' : 'doctor.failed',
      findings,
      ...(exitCode === 0 ? {} : { error }),
    },
    text: findings.map(lineOf).join('') + conclusionOf(findings),
  }
}

function conclusionOf(findings: readonly Finding[]): string {
  const count = (status: Finding['status']): number =>
    findings.filter((each) => each.status === status).length
  const [failed, warned] = [count('fail'), count('warn')]
  if (failed > 0) return `\nRED: ${failed} of ${findings.length} must be mended before a run (✗).\n`
  if (warned > 0) return `\nYELLOW: a run can begin; ${warned} of ${findings.length} to be looked at (!).\n`
  return '\nGREEN: all is ready for a run.\nNext: qbo-backfill plan --entities customers,items,invoices --from … --to …\n'
}

const marks = { ok: '✓', warn: '!', fail: '✗' } as const

/** One line of the checklist, and below it what to do. */
function lineOf({ name, status, message, action }: Finding): string {
  const indent = ' '.repeat(18)
  const width = (process.stdout.columns ?? 80) - indent.length
  const said = wrap(printableLine(message), width)
  const todo = action === undefined ? [] : wrap(`→ ${printableLine(action)}`, width)
  return `${marks[status]} ${name.padEnd(15)} ${[...said, ...todo].join(`\n${indent}`)}\n`
}
