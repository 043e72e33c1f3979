import { sql } from 'kysely'
import { z } from 'zod'
import { answers, asJson, parameter, type Database } from '../database.js'
import { tableName } from '../entity-tables.js'
import {
  dangerOf,
  fromRecords,
  recordsOfPage,
  recordsOfTexts,
  type PageRecords,
} from '../record/page-records.js'
import { repairRecord } from '../record/repair-record.js'
import { instantIfAny, recordFields, stablePayload, syncTokenRank } from '../record/record-fields.js'

/** An answer to hold against the live rows. */
export interface ComparedPage {
  /** The company: digits. */
  readonly realmId: string
  /** QuickBooks' own name: `Invoice`. */
  readonly entity: string
  /** The answer's own text, as it came: a string, or its UTF-8. */
  readonly text: string | Uint8Array
  /** Where the records are in the answer. */
  readonly recordsPath: readonly string[]
}

/** What came of one record of the answer. */
export interface ComparedRecord {
  /** The record's Id. */
  readonly id: string
  /**
   * `equal` or `different`: the same version, with the same payload or another, by PostgreSQL's jsonb equality and
   * without what changes on every read. `newer`, `older`: the answer holds another version than the table. `absent`: the
   * table has no live row of it.
   */
  readonly outcome: 'equal' | 'different' | 'newer' | 'older' | 'absent'
}

const comparedShape: z.ZodType<ComparedRecord> = z.object({
  id: z.string(),
  outcome: z.enum(['equal', 'different', 'newer', 'older', 'absent']),
})

/** Holds the records of an answer against the live rows of the table; writes nothing. */
export async function comparePayloads(
  db: Database,
  schema: string,
  page: ComparedPage,
): Promise<readonly ComparedRecord[]> {
  const fields = recordFields(page.entity, instantIfAny)
  const version = sql`(coalesce(records.last_updated_time, '-infinity'::timestamptz), ${syncTokenRank(sql`records.sync_token`)})`
  const held = sql`(coalesce(stored.last_updated_time, '-infinity'::timestamptz), ${syncTokenRank(sql`stored.sync_token`)})`
  const same = sql`${stablePayload(page.entity, sql`stored.payload`)} = ${stablePayload(page.entity, sql`records.payload`)}`
  const statement = sql`
WITH records AS MATERIALIZED (
  SELECT ${fields.id} AS id, payload, ${fields.lastUpdatedTime} AS last_updated_time, ${fields.syncToken} AS sync_token
  ${fromRecords(storable(page))}
)
SELECT records.id,
       CASE WHEN stored.id IS NULL THEN 'absent'
            WHEN ${version} > ${held} THEN 'newer'
            WHEN ${version} < ${held} THEN 'older'
            WHEN ${same} THEN 'equal'
            ELSE 'different' END AS outcome
FROM records LEFT JOIN ${sql.id(schema, tableName(page.entity))} AS stored
  ON stored.realm_id = ${parameter(page.realmId, 'text')} AND stored.id = records.id AND stored.deleted_at IS NULL
WHERE records.id IS NOT NULL
ORDER BY records.id COLLATE "C"`
  return answers(db, asJson(statement), comparedShape, `compare records of ${page.entity}`)
}

/** The records as a write would have stored them: repaired, and without those that no database is shown. */
function storable(page: ComparedPage): PageRecords {
  const records = recordsOfPage(page)
  const texts = Array.from(records.spans.keys(), (index) => records.textOf(index + 1))
  return recordsOfTexts(
    texts.filter((text) => dangerOf(text) === undefined).map((text) => repairRecord(text).text),
  )
}
