import { sql } from 'kysely'
import { parameter, rowList, run, type Database } from '../database.js'
import { rejectsTable } from '../migrate/migration.js'
import { repairRecord } from '../record/repair-record.js'

/** A record to put on the list. */
export interface NewReject {
  /** The record's text as it came; of one that could not be had, what is known of it. */
  readonly original: string
  /** Whether it is in the table with U+FFFD for what PostgreSQL cannot hold; else it is not in the table. */
  readonly saved: boolean
  /** `nul-character`, `missing-id`, `poisoned` and others, or a SQLSTATE. */
  readonly reason: string
  /** The same for people. */
  readonly message: string
  /** What is known of a record that could not be had at all, as plain JSON. */
  readonly detail?: Readonly<Record<string, unknown>> | undefined
  /** Its Id, where one can be read. */
  readonly recordId?: string | undefined
}

/** Of which company and entity a rejected record is, and who met it. */
export interface RejectContext {
  /** The company: digits. */
  readonly realmId: string
  /** QuickBooks' own name: `Invoice`. */
  readonly entity: string
  /** The run that met it. */
  readonly runId: string
}

/**
 * Lists records that could not be stored as they came. The same text again only moves `last_seen` and `run_id`:
 * what a person has acknowledged stays so on the next run.
 */
export async function recordRejects(
  trx: Database,
  schema: string,
  { realmId, entity, runId }: RejectContext,
  rejects: readonly NewReject[],
): Promise<void> {
  const rows = rejects.map((reject) => ({
    record_id: reject.recordId ?? idOf(reject.original),
    saved: String(reject.saved),
    reason: reject.reason,
    message: holdable(reject.message),
    original: holdable(reject.original),
    detail: reject.detail === undefined ? null : JSON.stringify(reject.detail),
  }))
  const statement = sql`
INSERT INTO ${sql.id(schema, rejectsTable)}
  (realm_id, entity, run_id, record_id, digest, saved, reason, message, original, detail, last_seen)
SELECT DISTINCT ON (digest)
       ${parameter(realmId, 'text')}, ${parameter(entity, 'text')}, ${parameter(runId, 'text')},
       record_id, digest, saved::bool, reason, message, original, detail::jsonb, pg_catalog.clock_timestamp()
FROM (
  SELECT *, pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(original, 'UTF8')), 'hex') AS digest
  FROM pg_catalog.jsonb_to_recordset(${rowList(rows)})
       AS reject (record_id text, saved text, reason text, message text, original text, detail text)
) AS rejects
ORDER BY digest
ON CONFLICT (realm_id, entity, digest) DO UPDATE
SET last_seen = excluded.last_seen, run_id = excluded.run_id, saved = excluded.saved, reason = excluded.reason,
    message = excluded.message, detail = excluded.detail, resolved_at = NULL`
  await run(trx, statement, `list the rejects of ${entity}`)
}

/** The Id, where the record can be read at all. Only for people to find it: no row is keyed by it. */
function idOf(original: string): string | null {
  try {
    const record: unknown = JSON.parse(repairRecord(original).text)
    const id = typeof record === 'object' && record !== null && 'Id' in record ? record.Id : undefined
    return typeof id === 'string' || typeof id === 'number' ? holdable(String(id)) : null
  } catch {
    return null
  }
}

/** A raw NUL, which no text of PostgreSQL holds, as the escape it should have been. */
function holdable(text: string): string {
  return text.replaceAll('\0', String.raw`\u0000`)
}
