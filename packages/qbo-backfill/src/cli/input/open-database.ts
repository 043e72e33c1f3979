import { BackfillError, isBackfillError } from '../../errors.js'
import { openDatabase as open, type OpenDatabase } from '../../database/open-database.js'
import { databaseUrlProblem } from '../../database/database-url.js'
import { errorWords } from '../../failure/error-words.js'
import { invalid } from '../words/invalid.js'
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
    throw new BackfillError(code, ofDatabase(errorWords(error)), { retryable, cause })
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
  if (url === undefined) throw invalid(missingVariables(['DATABASE_URL']))
  const problem = databaseUrlProblem(url)
  if (problem !== undefined) throw invalid(ofDatabase(problem))
  return url
}

function ofDatabase({ en, es }: Words): Words {
  return { en: `DATABASE_URL: ${en}`, es: `DATABASE_URL: ${es}` }
}

export function missingVariables(names: readonly string[]): Words {
  const listed = names.join(', ')
  return { en: `Missing in the environment: ${listed}.`, es: `Falta en las variables de entorno: ${listed}.` }
}
