import { fewestConnections } from '../../database/connection-limit.js'
import type { ErrorCode } from '../../failure/error-code.js'
import type { Words } from './language.js'

/** What the client says in general, said for the command line, which knows where its options come from; in Spanish all is. */
export const advice: Readonly<Record<string, string>> = {
  QBO_TOKEN_MISSING:
    'No tokens of this company are stored yet, and QBO_REFRESH_TOKEN is not set. Connect it with: qbo-backfill auth login, or set QBO_REFRESH_TOKEN to a refresh token of the company.',
  QBO_ENVIRONMENT_MISMATCH:
    'The company of QBO_REALM_ID is not one of QBO_ENVIRONMENT for this app, or has not been connected to it. Look whether QBO_REALM_ID is the company that you mean; a sandbox company needs QBO_ENVIRONMENT=sandbox and development keys, a real one production and production keys.',
} satisfies Partial<Record<ErrorCode, string>>

/** What PostgreSQL refuses by its own words does not say what to do. */
export const databaseAdvice: Words = {
  en: 'Look with: qbo-backfill doctor. As a role that may create tables, run: qbo-backfill migrate.',
  es: 'Revise con: qbo-backfill doctor. Con un rol que pueda crear tablas, ejecute: qbo-backfill migrate.',
}

/** How many are too many PostgreSQL does not say, nor how many are needed. */
export const connectionAdvice: Words = {
  en: `A run needs ${fewestConnections} connections at once, and uses more where there are. See how many there may be, and who has them: qbo-backfill doctor.`,
  es: `Una corrida necesita ${fewestConnections} conexiones a la vez, y usa más si las hay. Vea cuántas se permiten y quién las tiene: qbo-backfill doctor.`,
}

/** What an error asks for, as a command; in Spanish its own words say so. */
export const commandFor: Readonly<Record<string, string>> = {
  BACKFILL_NOT_MIGRATED:
    'The command is qbo-backfill migrate --entities customers,items,invoices; what is lacking says qbo-backfill doctor',
  SINK_FOREIGN_TABLE: 'To adopt it: qbo-backfill migrate --adopt --entities …',
} satisfies Partial<Record<ErrorCode, string>>
