import { z } from 'zod'
import { databaseName, defaultSchema } from '../options.js'
import { quoteName as name, quoteText as literal } from '../sql-text.js'
import { validated } from '../validated.js'

/** Options of {@link roleStatements}. */
export interface RoleOptions {
  /** @defaultValue `'raw'` */
  readonly schema?: string | undefined
  /** A schema of the writer's own program beside it, such as `qbo_backfill`. Not for the reader: tokens lie there. */
  readonly stateSchema?: string | undefined
  /** Writes pages; creates, alters, drops and deletes nothing in `schema`. @defaultValue `'qbo_writer'` */
  readonly writer?: string | undefined
  /** Reads tables and views. @defaultValue `'qbo_user'` */
  readonly reader?: string | undefined
  /** The role that runs `migrate`. @defaultValue the role that runs the statements */
  readonly owner?: string | undefined
}

const roleOptions = z
  .strictObject({
    schema: databaseName.default(defaultSchema),
    stateSchema: databaseName.optional(),
    writer: databaseName.default('qbo_writer'),
    reader: databaseName.default('qbo_user'),
    owner: databaseName.optional(),
  })
  .refine(({ writer, reader }) => writer !== reader, 'writer and reader are the same role')

/**
 * The SQL that makes two roles with no more rights than they need, for tables that exist and for those that `migrate`
 * makes later. To be run by an administrator, before or after the first `migrate`; again changes nothing. The roles
 * have no password until one is set (`\password qbo_user`).
 * @throws {SinkError} SINK_INVALID_OPTIONS
 */
export function roleStatements(options: RoleOptions = {}): readonly string[] {
  const { schema, stateSchema, writer, reader, owner } = validated('roleStatements', roleOptions, options)
  const granted = { schema, owner }
  return [
    createRole(writer),
    createRole(reader),
    ...createSchema(schema, owner),
    ...grantTables({ ...granted, role: writer, rights: 'SELECT, INSERT, UPDATE' }),
    ...grantTables({ ...granted, role: reader, rights: 'SELECT' }),
    ...(stateSchema === undefined
      ? []
      : [
          ...createSchema(stateSchema, owner),
          ...grantTables({
            schema: stateSchema,
            owner,
            role: writer,
            rights: 'SELECT, INSERT, UPDATE, DELETE',
          }),
        ]),
  ]
}

function createRole(role: string): string {
  // CREATE ROLE has no IF NOT EXISTS.
  return `DO ${literal(`BEGIN CREATE ROLE ${name(role)} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END`)}`
}

function createSchema(schema: string, owner: string | undefined): readonly string[] {
  const authorization = owner === undefined ? '' : ` AUTHORIZATION ${name(owner)}`
  return [`CREATE SCHEMA IF NOT EXISTS ${name(schema)}${authorization}`]
}

interface TableGrant {
  readonly schema: string
  readonly owner: string | undefined
  readonly role: string
  readonly rights: string
}

function grantTables({ schema, owner, role, rights }: TableGrant): readonly string[] {
  const by = owner === undefined ? '' : ` FOR ROLE ${name(owner)}`
  const [place, to] = [name(schema), name(role)]
  return [
    `GRANT USAGE ON SCHEMA ${place} TO ${to}`,
    `GRANT ${rights} ON ALL TABLES IN SCHEMA ${place} TO ${to}`,
    `ALTER DEFAULT PRIVILEGES${by} IN SCHEMA ${place} GRANT ${rights} ON TABLES TO ${to}`,
  ]
}
