import { sql, type RawBuilder } from 'kysely'

/** SQL that reads what the sink needs from `payload` (jsonb). */
export interface RecordFields {
  readonly id: RawBuilder<string | null>
  readonly createTime: RawBuilder<string | null>
  readonly lastUpdatedTime: RawBuilder<string | null>
  readonly syncToken: RawBuilder<string | null>
}

type ReadTime = (text: RawBuilder<unknown>) => RawBuilder<string | null>

/** @param readTime how a time is read; as of records that may be refused, by default */
export function recordFields(entity: string, readTime: ReadTime = writtenInstant): RecordFields {
  const head = entity === 'RecurringTransaction' ? wrapped : sql`payload`
  return {
    id: entity === 'ExchangeRate' ? exchangeRateId : idText(member(head, 'Id', 'id')),
    createTime: readTime(sql`(${head} #>> '{MetaData,CreateTime}'::text[])`),
    lastUpdatedTime: readTime(sql`(${head} #>> '{MetaData,LastUpdatedTime}'::text[])`),
    syncToken: shortText(sql`${head} ->> 'SyncToken'::text`),
  }
}

/** TaxClassification answers its fields with small initials: `id`, `code`. */
function member(record: RawBuilder<unknown>, name: string, small: string): RawBuilder<unknown> {
  return sql`coalesce(${record} -> ${sql.lit(name)}::text, ${record} -> ${sql.lit(small)}::text)`
}

/**
 * A RecurringTransaction is wrapped in the type of the transaction: `{"Invoice": {"Id": …}}`. Of two that have an Id nobody
 * knows which it is.
 */
const wrapped: RawBuilder<unknown> = sql`(CASE WHEN payload ?| '{Id,id}'::text[] THEN payload ELSE (
  SELECT CASE WHEN pg_catalog.jsonb_array_length(found) = 1 THEN found -> 0 END
  FROM pg_catalog.jsonb_path_query_array(payload, 'strict $.*?(exists(@.Id) || exists(@.id))', '{}', true) AS found) END)`

/** The Id of an ExchangeRate is not reliable; what names one is the pair of currencies and the day. */
const exchangeRateId: RawBuilder<string | null> =
  sql`${idText(member(sql`payload`, 'SourceCurrencyCode', 'sourceCurrencyCode'))}
  || ':' || coalesce(${idText(member(sql`payload`, 'TargetCurrencyCode', 'targetCurrencyCode'))}, '')
  || ':' || coalesce(${idText(member(sql`payload`, 'AsOfDate', 'asOfDate'))}, '')`

/**
 * An Id is a text, as QuickBooks writes it, or a whole number; anything else is none. Nor is a text of many bytes: no
 * index would take it, and QuickBooks' longest have 19 digits. qbo-client reads Ids in the same way, and refuses a number
 * that JavaScript would round; a test in qbo-backfill holds the two together.
 */
function idText(value: RawBuilder<unknown>): RawBuilder<string | null> {
  const text = sql`(${value} #>> '{}'::text[])`
  const number = sql`${text}::pg_catalog.numeric`
  return sql`(CASE WHEN pg_catalog.octet_length(${text}) BETWEEN 1 AND 255 THEN
    CASE pg_catalog.jsonb_typeof(${value})
      WHEN 'string' THEN ${text}
      WHEN 'number' THEN CASE WHEN ${number} >= 0::numeric AND ${number} = pg_catalog.trunc(${number})
                              THEN pg_catalog.trunc(${number})::pg_catalog.text END END END)`
}

/**
 * Only instants that name their offset: one without would be read in the time zone of the session, and
 * timestamptz would take words such as `now`. Such a time is NULL; the payload keeps it. The grammar is that of qbo-client;
 * a test in qbo-backfill holds the two together. LIKE for the form that QuickBooks writes: a regular expression would be a
 * third of the time it takes to read the fields of a page. A day that no calendar has is an error, and its record a reject.
 */
function writtenInstant(text: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql`CASE WHEN ${text} LIKE '2___-__-__T__:__:__-0_:00' AND ${text} NOT LIKE '%T24%' AND ${text} NOT LIKE '%:60-%'
           OR ${text} ~ ${sql.lit(instantForm('[0-9]{2}-[0-9]{2}'))} THEN (${text})::timestamptz END`
}

/** The same where nothing may be refused: a day that no calendar has is NULL. */
export function instantIfAny(text: RawBuilder<unknown>): RawBuilder<string | null> {
  const day = sql`pg_catalog.substr(${text}, 9, 2)::int`
  const month = sql`pg_catalog.make_date(pg_catalog.substr(${text}, 1, 4)::int, pg_catalog.substr(${text}, 6, 2)::int, 1)`
  const daysOfMonth = sql`pg_catalog.date_part('day', ${month} + interval '1 month' - interval '1 day')`
  return sql`CASE WHEN ${text} ~ ${sql.lit(instantForm('(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])'))} THEN
      CASE WHEN ${day} <= 28 OR ${day} <= ${daysOfMonth}::int THEN (${text})::timestamptz END END`
}

/** Written without a backslash, which a database with standard_conforming_strings off would take away. */
function instantForm(monthAndDay: string): string {
  const time = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?'
  return `^(?!0000|9999)[0-9]{4}-${monthAndDay}[Tt ]${time}([Zz]|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)$`
}

/** What is far too long for what it is would not fit into a row, whose short columns never leave it. */
function shortText(text: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql`pg_catalog.left(${text}, 60)`
}

/** SyncToken counts up; one that is no number is the oldest. No backslash: what it means in a literal is a setting. */
export function syncTokenRank(token: RawBuilder<unknown>): RawBuilder<number> {
  return sql`CASE WHEN ${token} ~ '^[0-9]{1,18}$' THEN (${token})::bigint ELSE -1 END`
}

/** The payload without what changes from one read to the next though the record does not. */
export function stablePayload(entity: string, payload: RawBuilder<unknown>): RawBuilder<unknown> {
  // A signed URL, new on every read.
  return entity === 'Attachable'
    ? sql`(${payload} - 'TempDownloadUri'::text - 'ThumbnailTempDownloadUri'::text)`
    : payload
}
