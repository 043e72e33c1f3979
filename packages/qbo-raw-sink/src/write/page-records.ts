import { sql, type RawBuilder } from 'kysely'
import { SinkError } from '../sink-error.js'
import { hasHugeNumber } from './huge-number.js'
import type { Page } from './page.js'
import { splitRecords } from './split-records.js'

/** The records of a page, each as it was written, on their way to PostgreSQL. */
export interface PageRecords {
  readonly count: number
  /** All of them, with the separator between two. */
  readonly joined: Buffer
  /** Whether one of them must not be shown to a database at all. */
  readonly isDangerous: boolean
  /** @param ordinal from 1, in the order of the page */
  textOf(ordinal: number): string
}

/**
 * Stands between two records: one text is sent and read faster than an array. JSON has this character nowhere. A record
 * that has it all the same falls into pieces of which the first is no JSON, and PostgreSQL refuses the page.
 */
const separator = '\u0001'

/** @throws {SinkError} SINK_INVALID_PAGE */
export function recordsOfPage({
  text,
  entity,
  recordsPath,
}: Pick<Page, 'text' | 'entity' | 'recordsPath'>): PageRecords {
  const bytes = Buffer.from(text)
  const split = splitRecords(bytes, recordsPath ?? ['QueryResponse', entity])
  if (split === undefined) {
    throw new SinkError('SINK_INVALID_PAGE', 'The text of the page is no JSON, or was cut off.')
  }
  const { spans } = split
  // Written into the copy that was made anyway, in the place of the comma.
  for (const [index, { start }] of spans.entries()) {
    const before = spans[index - 1]
    if (before !== undefined) bytes.fill(' ', before.end, start).write(separator, before.end)
  }
  const joined = bytes.subarray(spans[0]?.start ?? 0, spans.at(-1)?.end ?? 0)
  return {
    count: spans.length,
    joined,
    isDangerous: split.depth > deepest || (split.hasExponent && hasHugeNumber(joined.toString())),
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
  return {
    count: texts.length,
    joined: Buffer.from(texts.join(separator)),
    isDangerous: false,
    textOf: (ordinal) => texts[ordinal - 1] ?? '',
  }
}

/** FROM the records as jsonb, each parsed once: `ordinal`, from 1, and `payload`. */
export function fromRecords({ joined }: PageRecords): RawBuilder<unknown> {
  return sql`FROM (
    SELECT ordinal, record::jsonb AS payload
    FROM string_to_table(${joined}::text, ${separator}::text) WITH ORDINALITY AS listed (record, ordinal)
    OFFSET 0
  ) AS parsed`
}
