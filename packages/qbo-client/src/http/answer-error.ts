import { QboError } from '../errors.js'
import type { QboFault } from '../errors.js'
import { parseBody } from './fault-body.js'
import type { ParsedBody } from './fault-body.js'
import { judgeAnswer } from './fault.js'
import type { Verdict } from './fault.js'
import type { HttpAnswer } from './transport.js'

/** A failed answer: the error for the caller, and how often to try again. */
export interface AnswerFailure {
  readonly error: QboError
  readonly retryLimit?: number | undefined
}

/** An answer that was understood. */
export interface ParsedAnswer {
  readonly body: unknown
}

/** Decides whether an answer is one, and what it says. Secrets are blotted out of whatever the server quotes. */
export function readAnswer(
  answer: HttpAnswer,
  label: string,
  secrets: readonly string[],
  condense?: (bytes: Buffer) => string | undefined,
): { readonly parsed: ParsedAnswer } | { readonly failure: AnswerFailure } {
  const body = parseBody(condense?.(answer.bytes) ?? answer.text)
  const verdict = judgeAnswer(
    answer.status,
    body.faults.map((fault) => fault.code),
  )
  if (verdict !== undefined) return { failure: failureOf(answer, body, verdict, label, secrets) }
  if (body.kind === 'json') return { parsed: { body: body.value } }
  // A 2xx that was cut off, or a maintenance page served as 200: worth another try (tap-quickbooks 4ffc40d).
  return {
    failure: {
      error: new QboError(
        'QBO_UNEXPECTED_RESPONSE',
        `${label}: HTTP ${answer.status} came with ${describeBody(answer, body)} instead of JSON. Try again later.`,
        { retryable: true, status: answer.status, request: label, ...tidOf(answer) },
      ),
    },
  }
}

function failureOf(
  answer: HttpAnswer,
  body: ParsedBody,
  verdict: Verdict,
  label: string,
  secrets: readonly string[],
): AnswerFailure {
  const faults = body.faults.map((fault) => blotFault(fault, secrets))
  const seen = faults.length > 0 ? faults.map(describeFault).join('; ') : describeBody(answer, body)
  return {
    error: new QboError(verdict.code, `${label}: HTTP ${answer.status}, ${seen}. ${verdict.advice}`, {
      retryable: verdict.retryable,
      status: answer.status,
      request: label,
      ...(faults.length === 0 ? {} : { faults }),
      ...tidOf(answer),
      ...retryAfterOf(answer.headers),
    }),
    ...(verdict.retryLimit === undefined ? {} : { retryLimit: verdict.retryLimit }),
  }
}

/** An Authorization header that a server quotes; the words alone ("bearer token") may stay. */
const quotedHeader = /\b(?:Bearer|Basic)\s+[\w.~+/=-]{8,}/g

/** Replaces every secret in a text that comes from outside. */
export function blot(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= 4)
    .reduce(
      (clean, secret) => clean.replaceAll(secret, '[secret]'),
      text.replaceAll(quotedHeader, '[secret]'),
    )
}

/** The same error, with what the answer adds: for failures that show only when it is read. */
export function withAnswer(error: QboError, answer: HttpAnswer): QboError {
  const { code, message, retryable, faults, request } = error
  return new QboError(code, message, { retryable, faults, request, status: answer.status, ...tidOf(answer) })
}

function blotFault(fault: QboFault, secrets: readonly string[]): QboFault {
  const parts: [string, string][] = Object.entries(fault)
  return Object.fromEntries(parts.map(([name, value]) => [name, blot(value, secrets)]))
}

function describeFault(fault: QboFault): string {
  const text = [fault.message, fault.detail].filter((part) => part !== undefined).join(': ')
  return `${fault.code === undefined ? 'a fault' : `code ${fault.code}`}${text === '' ? '' : ` (${text.slice(0, 500)})`}`
}

function describeBody(answer: HttpAnswer, body: ParsedBody): string {
  const names = {
    json: 'a JSON body',
    xml: 'an XML body',
    html: 'an HTML page',
    other: 'a body cut off or not JSON',
  }
  return body.kind === 'empty' ? 'an empty body' : `${names[body.kind]} of ${answer.text.length} characters`
}

/** Intuit's id of the answer, which its support asks for. */
export function tidOf(answer: Pick<HttpAnswer, 'headers'>): { readonly intuitTid?: string } {
  const tid = answer.headers.get('intuit_tid')
  return tid === null || tid === '' ? {} : { intuitTid: tid }
}

function retryAfterOf(headers: Headers): { readonly retryAfterMs?: number } {
  const value = headers.get('retry-after')?.trim()
  if (value === undefined || value === '') return {}
  const ms = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isFinite(ms) ? { retryAfterMs: Math.max(0, Math.round(ms)) } : {}
}
