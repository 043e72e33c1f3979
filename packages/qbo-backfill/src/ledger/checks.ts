import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Check } from '../verdict/check.js'
import { entityName } from '../database/entity-name.js'
import { readRows } from '../database/read-rows.js'
import type { StateDatabase } from './tables.js'
import { jsonb } from '../database/typed-parameter.js'
import { colours } from '../verdict/colour.js'

export async function saveChecks(
  db: Kysely<StateDatabase>,
  runId: string,
  checks: readonly Check[],
): Promise<void> {
  await deleteChecks(db, runId)
  if (checks.length === 0) return
  await db
    .insertInto('checks')
    .values(checks.map((check) => ({ ...check, run_id: runId, details: jsonb(check.details) })))
    .execute()
}

export async function deleteChecks(db: Kysely<StateDatabase>, runId: string): Promise<void> {
  await db.deleteFrom('checks').where('run_id', '=', runId).execute()
}

const checkRow = z.object({
  entity: entityName,
  name: z.string(),
  status: z.enum(colours),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
})

export async function selectChecks(db: Kysely<StateDatabase>, runId: string): Promise<readonly Check[]> {
  const asked = db
    .selectFrom('checks')
    .select(['entity', 'name', 'status', 'message', 'details'])
    .where('run_id', '=', runId)
  return readRows(db, 'the checks of a run', checkRow, asked)
}
