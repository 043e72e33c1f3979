import { QboError } from '../errors.js'
import type { QboFault } from '../errors.js'
import { blot } from './blot.js'
import { parseBody } from './fault-body.js'
import type { ParsedBody } from './fault-body.js'
import { judgeAnswer } from './fault.js'
import type { Verdict } from './fault.js'
import { readRetryAfter } from './retry-after.js'
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
  const body = parseBody(condense?.(answer.text.bytes) ?? answer.text.toString())
  const verdict = judgeAnswer(
    answer.status,
    body.faults.map((fault) => fault.code),
  )
  if (verdict !== undefined) return { failure: failureOf(answer, body, verdict, { label, secrets }) }
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
  { label, secrets }: { readonly label: string; readonly secrets: readonly string[] },
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
      ...retryAfterOf(answer),
    }),
    ...(verdict.retryLimit === undefined ? {} : { retryLimit: verdict.retryLimit }),
  }
}

/** The same error, with what the answer adds: for failures that show only when it is read. */
export function withAnswer(error: QboError, answer: HttpAnswer): QboError {
  const { code, message, retryable, faults, request, issues, cause } = error
  const of = { retryable, faults, request, issues, cause }
  return new QboError(code, message, { ...of, status: answer.status, ...tidOf(answer) })
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
  return body.kind === 'empty'
    ? 'an empty body'
    : `${names[body.kind]} of ${answer.text.toString().length} characters`
}

/** Intuit's id of the answer, which its support asks for. */
export function tidOf(answer: Pick<HttpAnswer, 'headers'>): { readonly intuitTid?: string } {
  const tid = answer.headers.get('intuit_tid')
  return tid === null || tid === '' ? {} : { intuitTid: tid }
}

/** How long the answer asks to be left alone. */
export function retryAfterOf(answer: Pick<HttpAnswer, 'headers'>): { readonly retryAfterMs?: number } {
  const retryAfterMs = readRetryAfter(answer.headers, Date.now())
  return retryAfterMs === undefined ? {} : { retryAfterMs }
}
