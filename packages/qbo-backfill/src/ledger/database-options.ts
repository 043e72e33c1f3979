import type { Kysely } from 'kysely'
import type { Database } from 'qbo-raw-sink'
import { z } from 'zod'
import type { StateDatabase } from './tables.js'

interface DatabaseOptions {
  readonly db: z.ZodType<Database>
  readonly schema: z.ZodOptional<z.ZodString>
}

/**
 * The host's Kysely as the engine works with it: without plugins of the host's, of which a CamelCasePlugin would rename
 * the engine's columns.
 */
export function withoutHostPlugins(db: Database): Kysely<StateDatabase> {
  return db.withoutPlugins()
}

/** What everything takes that works on the engine's state. */
export const databaseOptions: DatabaseOptions = {
  // Not instanceof: the host's kysely may be another copy than the one this package resolves.
  db: z.custom<Database>(
    (value) => typeof value === 'object' && value !== null && 'getExecutor' in value,
    'needs a Kysely instance',
  ),
  schema: z.string().min(1).optional(),
}
