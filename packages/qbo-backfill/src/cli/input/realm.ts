import { invalidSetting } from '../words/invalid.js'
import { missing } from './open-database.js'
import type { Arguments } from './arguments.js'

/**
 * The company, read and looked at in one place: what is no realm would be one of which nothing is known. What stands
 * there is not repeated, since it may be something else that was put into the wrong variable.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`
 */
export function readRealm(given: Arguments): string {
  const realmId = readRealmIfGiven(given)
  if (realmId === undefined) throw missing(['QBO_REALM_ID'])
  return realmId
}

/**
 * The same, for commands that can do without.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`
 */
export function readRealmIfGiven(given: Arguments): string | undefined {
  const realmId = given.environment('QBO_REALM_ID')
  if (realmId === undefined || /^\d+$/u.test(realmId)) return realmId
  throw invalidSetting(['QBO_REALM_ID'], {
    en: 'QBO_REALM_ID is not the number of a company; a realm id is digits and nothing else.',
    es: 'QBO_REALM_ID no es el número de una empresa, que solo tiene dígitos.',
  })
}
