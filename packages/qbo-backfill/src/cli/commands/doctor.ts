import { lookAtAll } from '../../doctor/examine.js'
import { exitCodeOfFindings, fail, ok, toldIn, type Finding, type Look } from '../../doctor/finding.js'
import { errorWords } from '../../failure/error-words.js'
import { openDatabase, readDatabaseUrl } from '../input/open-database.js'
import type { Command } from './command.js'
import { connectClient, readConnection, tokenStoreOf } from '../input/connection.js'
import { printableLine } from '../output/printable.js'
import { wrap } from '../output/table.js'
import { widthOfTerminal } from '../output/terminal-width.js'
import { proxyFindings } from '../input/proxy-findings.js'
import { doctorWords, namesInSpanish } from '../words/doctor-words.js'
import type { Language } from '../words/language.js'
import type { CommandOutcome } from '../output/output.js'

export const run: Command = async ({ given, signal }) => {
  const looks: Look[] = []
  const connection = await attempt(looks, 'configuration', () => readConnection(given))
  if (connection !== undefined)
    looks.push(
      ok('configuration', {
        en: 'All that the environment must say is there.',
        es: 'Están todas las variables de entorno que hacen falta.',
      }),
    )
  looks.push(...proxyFindings(connection?.proxy, given))
  const url = await attempt([], 'database', () => readDatabaseUrl(given))
  if (url === undefined) return outcomeOf(looks, given.language)
  const database = await attempt(looks, 'database', () => openDatabase(url))
  if (database === undefined) return outcomeOf(looks, given.language)
  looks.push(ok('database', { en: 'The database answers.', es: 'La base de datos responde.' }))
  try {
    const company = connection && {
      client: connectClient(connection, database),
      tokenStore: tokenStoreOf(connection, database),
    }
    const rawSchema = given.value('schema')
    looks.push(...(await lookAtAll({ database, databaseUrl: url, company, rawSchema, signal })))
  } finally {
    await database.close()
  }
  return outcomeOf(looks, given.language)
}

const actions = {
  configuration: {
    en: 'See the environment variables in the README.',
    es: 'Vea las variables de entorno en el README.',
  },
  database: { en: 'Start it, or correct DATABASE_URL.', es: 'Enciéndala, o corrija DATABASE_URL.' },
}

/** What is wrong becomes a finding, so that the rest is looked at all the same. */
async function attempt<T>(
  looks: Look[],
  name: keyof typeof actions,
  work: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    looks.push(fail(name, errorWords(error), actions[name]))
    return undefined
  }
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
  const width = widthOfTerminal() - indent.length
  const said = wrap(printableLine(message), width)
  const todo = action === undefined ? [] : wrap(`→ ${printableLine(action)}`, width)
  const shown = language === 'es' ? (namesInSpanish[name] ?? name) : name
  return `${marks[status]} ${shown.padEnd(15)} ${[...said, ...todo].join(`\n${indent}`)}\n`
}
