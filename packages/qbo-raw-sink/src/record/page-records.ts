import { sql, type RawBuilder } from 'kysely'
import { parameter } from '../database.js'
import { SinkError } from '../sink-error.js'
import { hasHugeNumber } from './huge-number.js'
import type { RawPage } from './page.js'
import { splitRecords, type Span } from './split-records.js'

/** The records of a page, each as it was written, on their way to PostgreSQL. */
export interface PageRecords {
  /** UTF-8 from the first record to the end of the last, with whatever stands between them. */
  readonly bytes: Buffer
  /** Where each record lies in the bytes, in the order of the page. */
  readonly spans: readonly Span[]
  /** Whether one of them must not be shown to a database at all. */
  readonly isDangerous: boolean
  /** @param ordinal from 1, in the order of the page */
  textOf(ordinal: number): string
}

/** @throws {SinkError} SINK_INVALID_PAGE */
export function recordsOfPage({
  text,
  entity,
  recordsPath,
}: Pick<RawPage, 'text' | 'entity' | 'recordsPath'>): PageRecords {
  if (typeof text !== 'string' && !(text instanceof Uint8Array)) throw invalid('has no text')
  const bytes =
    typeof text === 'string' ? Buffer.from(text) : Buffer.from(text.buffer, text.byteOffset, text.byteLength)
  const path = recordsPath ?? ['QueryResponse', entity]
  const split = splitRecords(bytes, path)
  if (split === undefined) throw invalid('is no JSON, was cut off, or goes on after its end')
  const { spans: found } = split
  if (found === undefined) throw invalid(`has no list of records at ${JSON.stringify(path.join('.'))}`)
  // Nothing else of the answer: a CDC answer has the records of thirty entities, and is written once for each.
  const start = found[0]?.start ?? 0
  const own = bytes.subarray(start, found.at(-1)?.end ?? start)
  const spans = found.map((span) => ({ start: span.start - start, end: span.end - start }))
  const isDangerous = split.depth > deepest || (split.hasExponent && hasHugeNumber(own.toString()))
  return pageRecords(own, spans, isDangerous)
}

function invalid(problem: string): SinkError {
  return new SinkError('SINK_INVALID_PAGE', `The page of records ${problem}.`)
}

function pageRecords(bytes: Buffer, spans: readonly Span[], isDangerous: boolean): PageRecords {
  return {
    bytes,
    spans,
    isDangerous,
    textOf: (ordinal) => {
      const span = spans[ordinal - 1]
      return span === undefined ? '' : bytes.toString('utf8', span.start, span.end)
    },
  }
}

/**
 * Deeper than any record of QuickBooks by three orders of magnitude. PostgreSQL's own limit, which depends on its
 * stack, lies at 13,000 to 16,000 levels; PGlite, whose stack ends at 6,500, then hangs for ever instead of answering.
 */
const deepest = 5000

/** Why a record must not be shown to a database. */
export function dangerOf(record: string): 'huge-number' | 'too-deep' | undefined {
  if (hasHugeNumber(record)) return 'huge-number'
  const depth = splitRecords(Buffer.from(record), [])?.depth ?? 0
  return depth > deepest ? 'too-deep' : undefined
}

/** For records that have been looked at one by one. */
export function recordsOfTexts(texts: readonly string[]): PageRecords {
  const parts = texts.map((text) => Buffer.from(text))
  let end = 0
  const spans = parts.map((part) => ({ start: end, end: (end += part.length) }))
  return pageRecords(Buffer.concat(parts), spans, false)
}

/** A value for each record, in their order. */
export interface RecordColumn {
  readonly name: string
  readonly type: 'bool' | 'int'
  readonly values: readonly (number | boolean)[]
}

/** An array literal of what needs no quotes. */
function plainArray(values: RecordColumn['values']): string {
  return `{${values.join(',')}}`
}

/**
 * FROM the records as jsonb, each parsed once, from its own place in the page: `ordinal`, from 1, `payload`, and the
 * columns beside them.
 */
export function fromRecords(
  { bytes, spans }: PageRecords,
  beside: readonly RecordColumn[] = [],
): RawBuilder<unknown> {
  const columns: readonly RecordColumn[] = [
    { name: 'start', type: 'int', values: spans.map(({ start }) => start + 1) },
    { name: 'length', type: 'int', values: spans.map(({ start, end }) => end - start) },
    ...beside,
  ]
  const unnested = columns.map(
    ({ values, type }) => sql`pg_catalog.unnest(${parameter(plainArray(values), `${type}[]`)})`,
  )
  const names = [...columns.map(({ name }) => name), 'ordinal'].map((name) => sql.id(name))
  // The page comes behind the lists: pg writes parameters one behind the other into a buffer that it enlarges as it goes, and
  // would copy the page into one of half as much again for the lists.
  return sql`FROM (
    SELECT listed.*, payload
    FROM ROWS FROM (${sql.join(unnested)}) WITH ORDINALITY AS listed (${sql.join(names)}),
      LATERAL (SELECT pg_catalog.convert_from(substring(${bytes}::bytea FROM start FOR length), 'UTF8')::jsonb AS payload) AS parsed
    OFFSET 0
  ) AS parsed`
}
