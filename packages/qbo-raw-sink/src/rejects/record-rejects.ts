import { sql } from 'kysely'
import { arrayLiteral, run, type Database } from '../database.js'
import { rejectsTable } from '../migrate/migration.js'
import { repairRecord } from '../write/repair-record.js'

/** A record to put on the list. */
export interface NewReject {
  readonly original: string
  readonly saved: boolean
  readonly reason: string
  readonly message: string
  readonly detail?: Readonly<Record<string, unknown>> | undefined
  readonly recordId?: string | undefined
}

export interface RejectContext {
  readonly realmId: string
  readonly entity: string
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
  const column = (value: (reject: NewReject) => string | null): string =>
    arrayLiteral(rejects.map((reject) => value(reject)))
  const statement = sql`
INSERT INTO ${sql.id(schema, rejectsTable)}
  (realm_id, entity, run_id, record_id, digest, saved, reason, message, original, detail)
SELECT DISTINCT ON (digest)
       ${realmId}::text, ${entity}::text, ${runId}::text, record_id, digest, saved, reason, message, original, detail
FROM (
  SELECT *, encode(sha256(convert_to(original, 'UTF8')), 'hex') AS digest
  FROM unnest(${column((reject) => reject.recordId ?? idOf(reject.original))}::text[],
              ${column((reject) => String(reject.saved))}::bool[],
              ${column((reject) => reject.reason)}::text[],
              ${column((reject) => holdable(reject.message))}::text[],
              ${column((reject) => holdable(reject.original))}::text[],
              ${column((reject) => (reject.detail === undefined ? null : JSON.stringify(reject.detail)))}::jsonb[])
       AS reject (record_id, saved, reason, message, original, detail)
) AS rejects
ORDER BY digest
ON CONFLICT (realm_id, entity, digest) DO UPDATE
SET last_seen = now(), run_id = excluded.run_id, saved = excluded.saved, reason = excluded.reason,
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
