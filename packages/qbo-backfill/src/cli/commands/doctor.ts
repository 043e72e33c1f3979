import { lookAtAll } from '../../doctor/examine.js'
import { exitCodeOfFindings, fail, ok, toldIn, type Finding, type Look } from '../../doctor/finding.js'
import { errorWords } from '../../failure/error-words.js'
import { openDatabase, type OpenDatabase, readDatabaseUrl } from '../input/open-database.js'
import type { Arguments } from '../input/arguments.js'
import type { Command } from './command.js'
import { connectClient, readConnection, tokenStoreOf, type Connection } from '../input/connection.js'
import { printableLine } from '../output/printable.js'
import { wrap } from '../output/table.js'
import { proxyFindings } from '../input/proxy-findings.js'
import { doctorWords, namesInSpanish } from '../words/doctor-words.js'
import type { Language } from '../words/language.js'
import type { CommandOutcome } from '../output/output.js'

export const run: Command = async ({ given, signal }) => {
  const looks: Look[] = []
  const connection = attempt(looks, 'configuration', () => readConnection(given))
  if (connection !== undefined)
    looks.push(
      ok('configuration', {
        en: 'All that the environment must say is there.',
        es: 'Están todas las variables de entorno que hacen falta.',
      }),
    )
  looks.push(...proxyFindings(connection?.proxy, given))
  const url = attempt([], 'database', () => readDatabaseUrl(given))
  const database = url === undefined ? undefined : await open(url, looks)
  try {
    if (database !== undefined && url !== undefined)
      looks.push(...(await lookAt({ database, url, connection }, given, signal)))
  } finally {
    await database?.close()
  }
  return outcomeOf(looks, given.language)
}

/** What is wrong becomes a finding, so that the rest is looked at all the same. */
function attempt<T>(looks: Look[], name: string, work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    const action = {
      en: 'See the environment variables in the README.',
      es: 'Vea las variables de entorno en el README.',
    }
    looks.push(fail(name, errorWords(error), action))
    return undefined
  }
}

async function open(url: string, looks: Look[]): Promise<OpenDatabase | undefined> {
  try {
    const database = await openDatabase(url)
    looks.push(ok('database', { en: 'The database answers.', es: 'La base de datos responde.' }))
    return database
  } catch (error) {
    const action = { en: 'Start it, or correct DATABASE_URL.', es: 'Enciéndala, o corrija DATABASE_URL.' }
    looks.push(fail('database', errorWords(error), action))
    return undefined
  }
}

interface Opened {
  readonly database: OpenDatabase
  readonly url: string
  readonly connection: Connection | undefined
}

function lookAt(
  { database, url, connection }: Opened,
  given: Arguments,
  signal: AbortSignal,
): Promise<readonly Look[]> {
  const company =
    connection === undefined
      ? undefined
      : { client: connectClient(connection, database), tokenStore: tokenStoreOf(connection, database) }
  return lookAtAll({ database, databaseUrl: url, company, rawSchema: given.value('schema'), signal })
}

function outcomeOf(looks: readonly Look[], language: Language): CommandOutcome {
  const exitCode = exitCodeOfFindings(looks)
  const failed = looks.filter((look) => look.status === 'fail')
  const error = {
    code: exitCode === 3 ? 'DOCTOR_REAUTHORIZE' : 'DOCTOR_FAILED',
    message: failed.map((look) => look.name).join(', '),
    retryable: false,
  }
  const lines = toldIn(language, looks).map((finding) => lineOf(finding, language))
  return {
    exitCode,
    event: {
      type: exitCode === 0 ? 'doctor.completed' : 'doctor.failed',
      findings: toldIn('en', looks),
      ...(exitCode === 0 ? {} : { error }),
    },
    text: `${lines.join('')}\n${conclusionOf(looks, language)}\n`,
  }
}

function conclusionOf(looks: readonly Look[], language: Language): string {
  const count = (status: Look['status']): number => looks.filter((each) => each.status === status).length
  const [failed, warned] = [count('fail'), count('warn')]
  const { red, yellow, green } = doctorWords[language]
  if (failed > 0) return red(failed, looks.length)
  return warned > 0 ? yellow(warned, looks.length) : green
}

const marks = { ok: '✓', warn: '!', fail: '✗' } as const

/** One line of the checklist, and below it what to do. */
function lineOf({ name, status, message, action }: Finding, language: Language): string {
  const indent = ' '.repeat(18)
  const width = (process.stdout.columns ?? 80) - indent.length
  const said = wrap(printableLine(message), width)
  const todo = action === undefined ? [] : wrap(`→ ${printableLine(action)}`, width)
  const shown = language === 'es' ? (namesInSpanish[name] ?? name) : name
  return `${marks[status]} ${shown.padEnd(15)} ${[...said, ...todo].join(`\n${indent}`)}\n`
}
