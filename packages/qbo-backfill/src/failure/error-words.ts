import type { Words } from '../language.js'
import { causesOf } from './causes-of.js'
import type { ErrorCode } from './error-code.js'
import { spanishErrors } from './spanish-errors.js'

interface Told {
  readonly code?: unknown
  readonly message?: unknown
  readonly spanish?: unknown
  readonly status?: unknown
  readonly faults?: readonly { readonly code?: string; readonly message?: string; readonly detail?: string }[]
  readonly oauthError?: unknown
  readonly issues?: readonly { readonly path: string; readonly message: string }[]
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
  const { faults = [], issues = [], oauthError, status } = told
  if (issues.length > 0)
    return issues.map((issue) => `${issue.path}: ${spanishIssue(issue.message)}.`).join(' ')
  const http = typeof status === 'number' ? ` (HTTP ${status})` : ''
  if (typeof oauthError === 'string') return `Intuit respondió: «${oauthError}»${http}.`
  if (faults.length > 0) {
    const said = faults.map((fault) =>
      [fault.message, fault.detail, fault.code].filter((part) => part !== undefined).join(', '),
    )
    return `QuickBooks respondió: «${said.join('; ')}»${http}.`
  }
  for (const { code, message: said } of causesOf(told))
    if (/^[0-9A-Z]{5}$/u.test(String(code))) return `PostgreSQL respondió: «${String(said)}».`
  return `Mensaje original: «${message}»`
}

/** What the other packages find wrong with what can be typed or set. */
const spanishIssues: Readonly<Record<string, string>> = {
  'must be https, or http on loopback': 'debe ser https, o http hacia esta misma máquina',
  'a PostgreSQL name has at most 63 bytes': 'un nombre de PostgreSQL tiene a lo sumo 63 bytes',
  'names that begin with pg_ belong to PostgreSQL': 'los nombres que empiezan con pg_ son de PostgreSQL',
}

/** What is wrong with an option; what is not known here stands between quotation marks as it was said. */
export function spanishIssue(message: string): string {
  return spanishIssues[message] ?? `«${message}»`
}
