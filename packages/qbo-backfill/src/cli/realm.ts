import { BackfillError } from '../errors.js'
import type { Arguments } from './arguments.js'

/**
 * The company alone, for commands that do not ask QuickBooks.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`
 */
export function readRealm(given: Arguments): string {
  const realmId = given.environment('QBO_REALM_ID')
  if (realmId === undefined) throw invalid('Missing in the environment: QBO_REALM_ID.')
  if (!/^\d+$/u.test(realmId))
    throw invalid(`QBO_REALM_ID is "${realmId}"; a realm is the number of the company.`)
  return realmId
}

function invalid(message: string): BackfillError {
  return new BackfillError('BACKFILL_INVALID_OPTIONS', message)
}
