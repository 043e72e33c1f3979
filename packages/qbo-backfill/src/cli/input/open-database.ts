import { BackfillError, isBackfillError } from '../../errors.js'
import { openDatabase as open, type OpenDatabase } from '../../database/open-database.js'
import { databaseUrlProblem } from '../../database/database-url.js'
import type { Arguments } from './arguments.js'

export type { OpenDatabase }

/** Opens the database of the environment, and says what is wrong with it by the name that the environment has for it. */
export async function openDatabase(url: string): Promise<OpenDatabase> {
  try {
    return await open(url)
  } catch (error) {
    if (!isBackfillError(error) || error.code === 'BACKFILL_LOCKED') throw error
    const { code, message, retryable, cause } = error
    throw new BackfillError(code, `DATABASE_URL: ${message}`, { retryable, cause })
  }
}

/** DATABASE_URL alone, for commands that do not ask QuickBooks. */
export function readDatabaseUrl(given: Arguments): string {
  const url = given.environment('DATABASE_URL')
  if (url === undefined) throw invalid('Missing in the environment: DATABASE_URL.')
  const problem = databaseUrlProblem(url)
  if (problem !== undefined) throw invalid(`DATABASE_URL: ${problem}`)
  return url
}

function invalid(message: string): BackfillError {
  return new BackfillError('BACKFILL_INVALID_OPTIONS', message)
}
