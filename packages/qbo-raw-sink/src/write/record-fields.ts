import { sql, type RawBuilder } from 'kysely'

/** SQL that reads what the sink needs from `payload` (jsonb). */
export interface RecordFields {
  readonly id: RawBuilder<string | null>
  readonly createTime: RawBuilder<string | null>
  readonly lastUpdatedTime: RawBuilder<string | null>
  readonly syncToken: RawBuilder<string | null>
}

export function recordFields(entity: string): RecordFields {
  const head = entity === 'RecurringTransaction' ? wrapped : sql`payload`
  return {
    id: entity === 'ExchangeRate' ? exchangeRateId : textOrNumber(sql`${head} -> 'Id'`),
    createTime: instant(sql`(${head} #>> '{MetaData,CreateTime}')`),
    lastUpdatedTime: instant(sql`(${head} #>> '{MetaData,LastUpdatedTime}')`),
    syncToken: shortText(sql`${head} ->> 'SyncToken'`),
  }
}

/** A RecurringTransaction is an object of one key, the type of the transaction: `{"Invoice": {"Id": …}}`. */
const wrapped: RawBuilder<unknown> = sql`coalesce(jsonb_path_query_first(payload, 'strict $.*?(exists(@.Id))', silent => true), payload)`

/** The Id of an ExchangeRate is not reliable; what names one is the pair of currencies and the day. */
const exchangeRateId: RawBuilder<string | null> =
  sql`(payload ->> 'SourceCurrencyCode') || ':' || coalesce(payload ->> 'TargetCurrencyCode', '') || ':' || coalesce(payload ->> 'AsOfDate', '')`

/**
 * Id as QuickBooks writes it (a string) or as a number; anything else is no Id. Nor is a text of many bytes: no
 * index would take it, and QuickBooks' longest have 19 digits.
 */
function textOrNumber(value: RawBuilder<unknown>): RawBuilder<string | null> {
  const text = sql`(${value}) #>> '{}'`
  return sql`CASE WHEN jsonb_typeof(${value}) IN ('string', 'number') AND octet_length(${text}) BETWEEN 1 AND 255 THEN ${text} END`
}

/**
 * Only instants that name their offset: one without would be read in the time zone of the session, and
 * timestamptz would take words such as `now`. Such a time is NULL; the payload keeps it. LIKE and not a regular
 * expression, which would be a third of the time it takes to read the fields of a page.
 */
function instant(text: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql`CASE WHEN ${text} LIKE '____-__-__T__:__%-__:__' OR ${text} LIKE '____-__-__T__:__%+__:__'
           OR ${text} LIKE '____-__-__T__:__%Z' THEN (${text})::timestamptz END`
}

/** What is far too long for what it is would not fit into a row, whose short columns never leave it. */
function shortText(text: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql`left(${text}, 60)`
}

/** SyncToken counts up; one that is no number is the oldest. */
export function syncTokenRank(token: RawBuilder<unknown>): RawBuilder<number> {
  return sql`CASE WHEN ${token} ~ '^\\d{1,18}$' THEN (${token})::bigint ELSE -1 END`
}

/** The payload without what changes from one read to the next though the record does not. */
export function stablePayload(entity: string, payload: RawBuilder<unknown>): RawBuilder<unknown> {
  // A signed URL, new on every read.
  return entity === 'Attachable'
    ? sql`(${payload} - 'TempDownloadUri' - 'ThumbnailTempDownloadUri')`
    : payload
}
