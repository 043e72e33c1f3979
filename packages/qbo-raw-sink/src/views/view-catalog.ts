import { sql } from 'kysely'
import { z } from 'zod'
import { answers, asJson, parameter, texts, textArray, type Database } from '../database.js'
import { entityTables, tableName } from '../entity-tables.js'
import { readMark, type ViewMark } from './view-mark.js'

/** What has a name in a schema, and may be a view of ours. */
export interface FoundRelation {
  readonly schema: string
  readonly name: string
  /** Undefined if it is none of our views. */
  readonly mark: ViewMark | undefined
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** Such as `security_invoker=true`. */
  readonly options: readonly string[]
}

const shape = z.object({
  schema: z.string(),
  name: z.string(),
  kind: z.string(),
  comment: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  options: z.array(z.string()),
})

/** Everything of these names in a schema, and all views of ours in the database. */
export async function findRelations(
  db: Database,
  schema: string,
  names: readonly string[],
): Promise<readonly FoundRelation[]> {
  const statement = sql`
SELECT n.nspname::text AS schema, c.relname::text AS name, c.relkind::text AS kind,
       COALESCE(pg_catalog.obj_description(c.oid, 'pg_class'::name), ''::text) AS comment,
       COALESCE(c.reloptions, ARRAY[]::text[]) AS options,
       ARRAY(SELECT pg_catalog.json_build_object('name'::text, a.attname,
                      'type'::text, pg_catalog.format_type(a.atttypid, a.atttypmod))
             FROM pg_catalog.pg_attribute AS a
             WHERE a.attrelid = c.oid AND a.attnum > 0::smallint AND NOT a.attisdropped ORDER BY a.attnum) AS columns
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE (n.nspname::text = ${parameter(schema, 'text')} AND c.relname::text = ANY (${textArray(names)}))
   OR (c.relkind = 'v'::"char" AND pg_catalog.obj_description(c.oid, 'pg_class'::name) ~ '^qbo-raw-sink: '::text)
ORDER BY 1, 2`
  const found = await answers(db, asJson(statement), shape, 'look at the views')
  return found.map(({ kind, comment, ...rest }) => ({
    ...rest,
    mark: kind === 'v' ? readMark(comment) : undefined,
  }))
}

/** The entities whose tables exist. */
export async function findEntities(db: Database, rawSchema: string): Promise<ReadonlySet<string>> {
  const statement = sql`
SELECT c.relname::text FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname::text = ${parameter(rawSchema, 'text')} AND c.relkind IN ('r'::"char", 'p'::"char")
  AND c.relname::text = ANY (${textArray(Object.values(entityTables))})`
  const tables = new Set(await texts(db, statement, 'look for the raw tables'))
  return new Set(Object.keys(entityTables).filter((entity) => tables.has(tableName(entity))))
}

/** What would be gone with a view, in PostgreSQL's words. */
export function whatReads(db: Database, schema: string, name: string): Promise<readonly string[]> {
  const statement = sql`
SELECT DISTINCT CASE WHEN rule.ev_class IS NULL
         THEN pg_catalog.pg_describe_object(reader.classid, reader.objid, reader.objsubid)
         ELSE pg_catalog.pg_describe_object('pg_catalog.pg_class'::regclass::oid, rule.ev_class, 0) END
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_depend AS reader ON reader.refobjid = c.oid
  AND reader.refclassid = 'pg_catalog.pg_class'::regclass::oid AND reader.deptype = 'n'::"char"
LEFT JOIN pg_catalog.pg_rewrite AS rule ON rule.oid = reader.objid
  AND reader.classid = 'pg_catalog.pg_rewrite'::regclass::oid
WHERE n.nspname::text = ${parameter(schema, 'text')} AND c.relname::text = ${parameter(name, 'text')}
  AND rule.ev_class IS DISTINCT FROM c.oid
ORDER BY 1`
  return texts(db, statement, `look at what reads ${schema}.${name}`)
}

/** The statements that give a view made anew the rights of this one, and last its owner. */
export function rightsOf(
  db: Database,
  { schema, name }: { readonly schema: string; readonly name: string },
  columns: readonly string[],
): Promise<readonly string[]> {
  const statement = sql`
WITH it AS (
  SELECT c.oid, c.relname, n.nspname, c.relacl, c.relowner
  FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE n.nspname::text = ${parameter(schema, 'text')} AND c.relname::text = ${parameter(name, 'text')}
), granted AS (
  SELECT ''::text AS of_column, relacl AS acl FROM it
  UNION ALL
  SELECT pg_catalog.format(' (%I)'::text, a.attname), a.attacl
  FROM it JOIN pg_catalog.pg_attribute AS a ON a.attrelid = it.oid
  WHERE a.attacl IS NOT NULL AND a.attname::text = ANY (${textArray(columns)})
)
SELECT statement FROM (
  SELECT 1 AS turn, pg_catalog.format('GRANT %s%s ON TABLE %I.%I TO %s%s'::text, one.privilege_type, of_column, nspname,
    relname, CASE one.grantee WHEN 0::oid THEN 'PUBLIC'::text ELSE pg_catalog.quote_ident(role.rolname::text) END,
    CASE WHEN one.is_grantable THEN ' WITH GRANT OPTION'::text ELSE ''::text END) AS statement
  FROM it, granted, LATERAL pg_catalog.aclexplode(granted.acl) AS one
  LEFT JOIN pg_catalog.pg_roles AS role ON role.oid = one.grantee
  WHERE one.grantee <> relowner
  UNION ALL
  SELECT 2, pg_catalog.format('ALTER VIEW %I.%I OWNER TO %I'::text, nspname, relname,
    pg_catalog.pg_get_userbyid(relowner))
  FROM it WHERE pg_catalog.pg_get_userbyid(relowner) <> CURRENT_USER
) AS statements ORDER BY turn, statement`
  return texts(db, statement, `look at the rights on ${schema}.${name}`)
}
