import { BackfillError, isBackfillError } from '../../errors.js'
import { openDatabase as open, type OpenDatabase } from '../../database/open-database.js'
import { databaseUrlProblem } from '../../database/database-url.js'
import { errorWords } from '../../failure/error-words.js'
import { invalidSetting } from '../words/invalid.js'
import type { Words } from '../words/language.js'
import type { Arguments } from './arguments.js'

export type { OpenDatabase }

/** Opens the database of the environment, and says what is wrong with it by the name that the environment has for it. */
export async function openDatabase(url: string): Promise<OpenDatabase> {
  try {
    return await open(url)
  } catch (error) {
    if (!isBackfillError(error) || error.code === 'BACKFILL_LOCKED') throw error
    const { code, retryable, cause } = error
    const words = ofDatabase(errorWords(error))
    // What a server or the network said is about the address; anything else says what to do by itself.
    const isAddress = code === 'BACKFILL_INVALID_OPTIONS' && cause !== undefined && !url.startsWith('pglite:')
    const issues = isAddress ? { issues: [{ path: 'DATABASE_URL', message: words.en }] } : {}
    throw new BackfillError(code, words, { retryable, cause, ...issues })
  }
}

/** Opens the database of the environment for one piece of work. */
export async function withDatabase<T>(
  given: Arguments,
  work: (database: OpenDatabase) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(readDatabaseUrl(given))
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

/** DATABASE_URL alone, for commands that do not ask QuickBooks. */
export function readDatabaseUrl(given: Arguments): string {
  const url = given.environment('DATABASE_URL')
  if (url === undefined) throw missing(['DATABASE_URL'])
  const problem = databaseUrlProblem(url)
  if (problem !== undefined) throw invalidSetting(['DATABASE_URL'], ofDatabase(problem))
  return url
}

function ofDatabase({ en, es }: Words): Words {
  return { en: `DATABASE_URL: ${en}`, es: `DATABASE_URL: ${es}` }
}

export function missing(names: readonly string[], more: Words = { en: '', es: '' }): BackfillError {
  const listed = names.join(', ')
  return invalidSetting(names, {
    en: `Missing in the environment: ${listed}.${more.en}`,
    es: `Falta en las variables de entorno: ${listed}.${more.es}`,
  })
}
