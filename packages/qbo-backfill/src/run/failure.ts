import { isBackfillError } from '../errors.js'

/** Codes of errors that every other segment would meet too. */
const endsRunCodes = new Set([
  'QBO_REAUTHORIZATION_REQUIRED',
  'QBO_TOKEN_MISSING',
  'QBO_UNAUTHORIZED',
  'QBO_CLIENT_REJECTED',
  'QBO_TOKEN_STORE_FAILED',
  'QBO_TOKENS_UNREADABLE',
  'QBO_ENVIRONMENT_MISMATCH',
  'QBO_INVALID_OPTIONS',
  'BACKFILL_LEASE_LOST',
  'BACKFILL_BUDGET_SPENT',
  'BACKFILL_LOCKED',
])

/** Classes of SQLSTATE that pass: connection, transaction rollback, resources, operator intervention. */
const passingSqlStates = /^(?:08|40|53|57P|55P03)/u

/**
 * What PostgreSQL says of a database that is not set up for us: login refused, no such database, schema or table, no
 * right to it, read-only.
 */
const setupSqlStates = /^(?:28|3D|3F|42501|42P01|25006)/u

/** What the operating system says of a connection that broke or is not there yet. */
const passingSystemCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
])

export function endsRun(error: unknown): boolean {
  return endsRunCodes.has(codeOf(error) ?? '') || isOfSetup(error)
}

/** Whether the database refused because it is not set up, or not for this role. */
export function isOfSetup(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (setupSqlStates.test(codeOf(at) ?? '')) return true
  }
  return false
}

/** Whether the same work may succeed later with nothing changed, read from codes and `retryable`, never from a message. */
export function isRetryable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (isBackfillError(at)) return at.retryable
    const { retryable } = at as { retryable?: unknown }
    if (typeof retryable === 'boolean') return retryable
    const code = codeOf(at)
    if (code !== undefined && (passingSystemCodes.has(code) || passingSqlStates.test(code))) return true
    if (brokenConnectionMessages.has(at.message)) return true
  }
  return false
}

/** node-postgres gives these errors no code: for a connection that broke, its exact words are all there is. */
const brokenConnectionMessages = new Set([
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'timeout exceeded when trying to connect',
])

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined
  return typeof code === 'string' ? code : undefined
}
