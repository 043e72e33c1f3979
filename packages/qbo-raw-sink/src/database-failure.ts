/**
 * What an error of the database says about trying again: `passing` goes away by waiting, `setup` only when somebody
 * changes something, and of `unknown` nobody knows.
 */
export type DatabaseFailure = 'passing' | 'setup' | 'unknown'

/** By SQLSTATE, whole or its first characters; the first that fits counts. */
const bySqlState: readonly (readonly [RegExp, DatabaseFailure])[] = [
  // Dropped under us: it does not come back by waiting.
  [/^57P04$/, 'setup'],
  // Connection lost, rolled back (deadlock, serialization), out of resources or connections, shut down or starting up or
  // ended by the operator, lock not available, cancelled, or ended by a limit of time.
  [/^(?:08|40|53|57P|55P03|57014|25P0[34])/, 'passing'],
  // Login refused, no such database, schema or table, no right to it, read-only.
  [/^(?:28|3D|3F|42501$|42P01$|25006$)/, 'setup'],
]

/** What the operating system, or the driver, says of a connection that broke, or of a server that is not there yet. */
const passingSystemCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  // The resolver could not answer just now; a name that does not exist is ENOTFOUND.
  'EAI_AGAIN',
  // postgres.js has words of its own.
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
])

/** node-postgres gives these errors no code: for a connection that broke, its exact words are all there is. */
const brokenConnectionMessages: ReadonlySet<string> = new Set([
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'timeout exceeded when trying to connect',
])

/** Judges an error of `pg` or PGlite by itself, not by its causes. The one table of it. */
export function databaseFailure(error: unknown): DatabaseFailure {
  const { code, syscall, routine, message } = (error ?? {}) as Readonly<Record<string, unknown>>
  if (typeof code === 'string') {
    if (passingSystemCodes.has(code)) return 'passing'
    // A server that is stopped takes its socket with it.
    if (code === 'ENOENT' && syscall === 'connect') return 'passing'
    // ALLOW_CONNECTIONS false, while somebody maintains the database: of all that has this SQLSTATE what says so at a login.
    if (code === '55000' && routine === 'CheckMyDatabase') return 'passing'
    return bySqlState.find(([state]) => /^[0-9A-Z]{5}$/.test(code) && state.test(code))?.[1] ?? 'unknown'
  }
  return typeof message === 'string' && brokenConnectionMessages.has(message) ? 'passing' : 'unknown'
}
