import type { CallApi } from '../api.js'
import { serverTime } from '../statement/instant.js'
import { refusedOptions } from '../errors.js'
import { readReport, type Report } from './report.js'

/** The answer of the Reports API. */
export interface ReportAnswer {
  /** As it came over the wire: what is archived. */
  readonly text: string
  /** The report, read. */
  readonly report: Report
  /** The server's clock, ISO 8601 UTC. */
  readonly time?: string
  /** What was asked, for logs. */
  readonly request: string
  /** Intuit's id of the answer, for its support. */
  readonly intuitTid?: string
  /** From sending to the last byte, in milliseconds. */
  readonly durationMs: number
}

/** Parameters by the names that Intuit gives them: `start_date`, `accounting_method`, `columns` … */
export type ReportParameters = Readonly<Record<string, string>>

export async function runReport(
  call: CallApi,
  name: string,
  parameters: ReportParameters,
  signal: AbortSignal | undefined,
): Promise<ReportAnswer> {
  const asked = { name, parameters, signal }
  const { value, headers, ...answer } = await askReport(call, asked, {
    read: (body, label) => readReport(body, label),
  })
  return { ...answer, report: value, ...serverTime({ time: value.header['Time'] }, headers) }
}

export interface ReportQuestion {
  readonly name: string
  readonly parameters: ReportParameters
  readonly signal: AbortSignal | undefined
}

export interface ReportReader<T> {
  /** The part of the answer that is worth parsing whole. */
  readonly condense?: (bytes: Buffer) => string | undefined
  /** What it throws as `QBO_UNEXPECTED_RESPONSE` is a failed attempt like any other. */
  read(body: unknown, label: string): T | Promise<T>
}

/** An answer with what was read of it. Its text is decoded only where it is asked for. */
export interface ReadAnswer<T> {
  readonly value: T
  readonly text: string
  readonly headers: Headers
  readonly request: string
  readonly durationMs: number
  readonly intuitTid?: string
}

/**
 * Asks for a report, and reads it. What is heavy is not asked for again and again: the caller asks for fewer days.
 */
export async function askReport<T>(
  call: CallApi,
  { name, parameters, signal }: ReportQuestion,
  reader: ReportReader<T>,
): Promise<ReadAnswer<T>> {
  if (!/^[A-Za-z]+$/.test(name)) {
    const message = 'is letters only, such as TransactionList'
    throw refusedOptions('The report cannot be asked for', [{ path: 'name', message }])
  }
  const given = Object.entries(parameters).map(([key, value]) => `${key}=${value}`)
  const label = ['report', name, ...given].join(' ')
  const answer = await call({
    kind: 'report',
    path: `reports/${name}`,
    search: parameters,
    label,
    signal,
    askLessRetries: { heavy: 1 },
    condense: (bytes) => reader.condense?.(bytes),
    interpret: (body) => reader.read(body, label),
  })
  const { value, headers, request, intuitTid, durationMs } = answer
  return {
    value,
    get text() {
      return answer.text.toString()
    },
    headers,
    request,
    durationMs,
    ...(intuitTid === undefined ? {} : { intuitTid }),
  }
}
