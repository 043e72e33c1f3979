import type { Kysely } from 'kysely'
import type { Check } from '../checks/check.js'
import type { StateDatabase } from './tables.js'

export async function saveChecks(
  db: Kysely<StateDatabase>,
  runId: string,
  checks: readonly Check[],
): Promise<void> {
  await deleteChecks(db, runId)
  if (checks.length === 0) return
  await db
    .insertInto('checks')
    .values(checks.map((check) => ({ ...check, run_id: runId, details: JSON.stringify(check.details) })))
    .execute()
}

export async function deleteChecks(db: Kysely<StateDatabase>, runId: string): Promise<void> {
  await db.deleteFrom('checks').where('run_id', '=', runId).execute()
}

export async function selectChecks(db: Kysely<StateDatabase>, runId: string): Promise<readonly Check[]> {
  const rows = await db.selectFrom('checks').selectAll().where('run_id', '=', runId).execute()
  return rows.map((row) => ({
    entity: row.entity,
    name: row.name,
    status: row.status,
    message: row.message,
    details: row.details as Record<string, unknown>,
  }))
}
