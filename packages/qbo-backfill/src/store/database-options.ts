import type { Database } from 'qbo-raw-sink'
import { z } from 'zod'

interface DatabaseOptions {
  readonly db: z.ZodType<Database>
  readonly schema: z.ZodOptional<z.ZodString>
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
