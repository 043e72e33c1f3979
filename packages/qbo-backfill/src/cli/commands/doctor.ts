import { examineCompany, examineDatabase } from '../../doctor/examine.js'
import { exitCodeOfFindings, fail, messageOf, ok, type Finding } from '../../doctor/finding.js'
import { openDatabase, type OpenDatabase } from '../../store/open-database.js'
import type { Arguments } from '../arguments.js'
import type { Command, CommandOutcome } from '../command.js'
import {
  connectClient,
  readConnection,
  readDatabaseUrl,
  tokenStoreOf,
  type Connection,
} from '../connection.js'
import { firstThatFits } from '../first-that-fits.js'

export const doctorCommand: Command = {
  name: 'doctor',
  summary:
    'look at credentials, tokens, environment, clock, database rights, locks and room; says what to do',
  flags: { values: ['schema'], switches: [] },
  async run({ given, signal }) {
    const findings: Finding[] = []
    const connection = attempt(findings, 'configuration', () => readConnection(given))
    if (connection !== undefined)
      findings.push(ok('configuration', 'All that the environment must say is there.'))
    const url = attempt([], 'database', () => readDatabaseUrl(given))
    const database = url === undefined ? undefined : await open(url, findings)
    try {
      if (database !== undefined && url !== undefined)
        findings.push(...(await examine(database, url, connection, given, signal)))
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

async function examine(
  database: OpenDatabase,
  url: string,
  connection: Connection | undefined,
  given: Arguments,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const found = await examineDatabase(database, url, given.value('schema'))
  if (connection === undefined) return found
  const client = connectClient(connection, database)
  return [...found, ...(await examineCompany(database, client, tokenStoreOf(connection, database), signal))]
}

function outcomeOf(findings: readonly Finding[]): CommandOutcome {
  const exitCode = exitCodeOfFindings(findings)
  const failed = findings.filter((finding) => finding.status === 'fail')
  const cut = findings.map((finding) => ({ ...finding, message: finding.message.slice(0, 200) }))
  const error = {
    code: exitCode === 3 ? 'DOCTOR_REAUTHORIZE' : 'DOCTOR_FAILED',
    message: failed.map((finding) => finding.name).join(', '),
    retryable: false,
  }
  return {
    exitCode,
    event: {
      type: exitCode === 0 ? 'doctor.completed' : 'doctor.failed',
      findings: firstThatFits<readonly object[]>([findings, cut]),
      ...(exitCode === 0 ? {} : { error }),
    },
    text: findings.map(lineOf).join(''),
  }
}

function lineOf({ name, status, message, action }: Finding): string {
  const todo = action === undefined ? '' : `\n${' '.repeat(21)}→ ${action}`
  return `${status.padEnd(5)} ${name.padEnd(14)} ${message}${todo}\n`
}
