import type { Words } from '../language.js'
import type { ErrorCode } from './error-code.js'
import { spanishErrors } from './spanish-errors.js'

interface Told {
  readonly code?: unknown
  readonly message?: unknown
  readonly spanish?: unknown
  readonly status?: unknown
  readonly faults?: readonly { readonly code?: string; readonly message?: string; readonly detail?: string }[]
  readonly oauthError?: unknown
  readonly cause?: unknown
}

/**
 * What an error says, or the `error` of an event: its own message, and in Spanish its own words, else what its code means
 * and what to do, behind it what Intuit or PostgreSQL said, or the message, which holds the names and numbers.
 */
export function errorWords(error: unknown): Words {
  const told: Told = typeof error === 'object' && error !== null ? error : { message: error }
  const message = String(told.message)
  return { en: message, es: typeof told.spanish === 'string' ? told.spanish : byCode(told, message) }
}

/** All that there is to say of them stands in the sentence of their code. */
const saidByCode = new Set<string>(['QBO_TOKEN_MISSING', 'QBO_ENVIRONMENT_MISMATCH'] satisfies ErrorCode[])

function byCode(told: Told, message: string): string {
  const code = String(told.code)
  const known = Object.hasOwn(spanishErrors, code) ? spanishErrors[code as ErrorCode] : ''
  return saidByCode.has(code) ? known : `${known} ${sourceOf(told, message)}`.trimStart()
}

function sourceOf(told: Told, message: string): string {
  const { faults = [], oauthError, status } = told
  const http = typeof status === 'number' ? ` (HTTP ${status})` : ''
  if (typeof oauthError === 'string') return `Intuit respondió: «${oauthError}»${http}.`
  if (faults.length > 0) {
    const said = faults.map((fault) =>
      [fault.message, fault.detail, fault.code].filter((part) => part !== undefined).join(', '),
    )
    return `QuickBooks respondió: «${said.join('; ')}»${http}.`
  }
  for (let at: unknown = told; typeof at === 'object' && at !== null; at = (at as Told).cause) {
    const { code, message: said } = at as Told
    if (/^[0-9A-Z]{5}$/u.test(String(code))) return `PostgreSQL respondió: «${String(said)}».`
  }
  return `Mensaje original: «${message}»`
}
