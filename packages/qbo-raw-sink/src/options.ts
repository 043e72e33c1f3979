import { z } from 'zod'
import type { Database } from './database.js'
import type { MigrateOptions } from './migrate/migrate.js'
import { validated } from './validated.js'

/** Options of {@link createRawSink}. */
export interface RawSinkOptions {
  /** Used by `migrate` and `pendingMigrations`; the other calls take the connection they shall run on. */
  readonly db: Database
  /** @defaultValue `'raw'` */
  readonly schema?: string | undefined
}

export interface ResolvedRawSinkOptions {
  readonly db: Database
  readonly schema: string
}

export const defaultSchema = 'raw'

/** What a schema or a role may be called. */
export const databaseName: z.ZodType<string, string> = z
  .string()
  .min(1)
  .refine((name) => !name.includes('\0'), 'PostgreSQL has no names with NUL in them')
  // PostgreSQL would cut a longer name silently, and two schemas could become one.
  .refine((name) => Buffer.byteLength(name) <= 63, 'a PostgreSQL name has at most 63 bytes')
  .refine((name) => !name.startsWith('pg_'), 'names that begin with pg_ belong to PostgreSQL')

const optionsSchema = z.strictObject({
  db: z.custom<Database>(isKysely, 'a Kysely instance is needed'),
  schema: databaseName.default(defaultSchema),
})

const entities = z.array(z.string(), "a list of entities is needed, such as ['Invoice']")

export const entityOptions: z.ZodType<{ readonly entities: readonly string[] }> = z.strictObject({ entities })

export const migrateOptions: z.ZodType<MigrateOptions> = z.strictObject({
  entities,
  adopt: z.strictObject({ realmId: z.string().min(1) }).optional(),
})

export function resolveOptions(options: RawSinkOptions): ResolvedRawSinkOptions {
  return Object.freeze(validated('createRawSink', optionsSchema, options))
}

// Not instanceof: the host's kysely may be another copy than the one this package resolves.
function isKysely(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'getExecutor' in value && 'withoutPlugins' in value
}
