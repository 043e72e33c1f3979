import { sql, type RawBuilder } from 'kysely'
import { parameter, texts, type Database } from '../database.js'

/** `it`: the table, as the catalogs know it. */
function named(schema: string, table: string): RawBuilder<unknown> {
  return sql`it AS (
  SELECT c.* FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE n.nspname = ${parameter(schema, 'text')} AND c.relname = ${parameter(table, 'text')})`
}

const isPlainIndex = sql`NOT index.indisunique AND NOT index.indisexclusion`

/** What hangs on a table and would be gone, or would not mean the same, on a copy of it. For people to read. */
export function whatWouldBeLost(trx: Database, schema: string, table: string): Promise<readonly string[]> {
  const statement = sql`WITH ${named(schema, table)}
SELECT 'its row-level security'::text FROM it WHERE relrowsecurity OR relforcerowsecurity
UNION ALL SELECT 'its policy '::text || polname::text FROM it JOIN pg_catalog.pg_policy ON polrelid = it.oid
UNION ALL SELECT 'its trigger '::text || tgname::text
  FROM it JOIN pg_catalog.pg_trigger ON tgrelid = it.oid WHERE NOT tgisinternal
UNION ALL SELECT 'its rule '::text || rulename::text FROM it JOIN pg_catalog.pg_rewrite ON ev_class = it.oid
UNION ALL SELECT DISTINCT 'the view '::text || rule.ev_class::regclass::text
  FROM it JOIN pg_catalog.pg_depend AS dependency ON dependency.refobjid = it.oid
  JOIN pg_catalog.pg_rewrite AS rule ON rule.oid = dependency.objid AND rule.ev_class <> it.oid
  WHERE dependency.classid = 'pg_catalog.pg_rewrite'::regclass::oid
UNION ALL SELECT 'the constraint '::text || conname::text
  FROM it JOIN pg_catalog.pg_constraint ON conrelid = it.oid OR confrelid = it.oid
  WHERE NOT (conrelid = it.oid AND contype IN ('p', 'n', 't'))
UNION ALL SELECT 'its unique index '::text || indexrelid::regclass::text
  FROM it JOIN pg_catalog.pg_index AS index ON indrelid = it.oid
  WHERE NOT (${isPlainIndex}) AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conindid = indexrelid)
UNION ALL SELECT 'the rights on its column '::text || attname::text
  FROM it JOIN pg_catalog.pg_attribute ON attrelid = it.oid WHERE attacl IS NOT NULL
UNION ALL SELECT 'its place in the publication '::text || pubname::text
  FROM it JOIN pg_catalog.pg_publication_rel ON prrelid = it.oid
  JOIN pg_catalog.pg_publication AS publication ON publication.oid = prpubid
UNION ALL SELECT 'its statistics '::text || stxname::text
  FROM it JOIN pg_catalog.pg_statistic_ext ON stxrelid = it.oid
UNION ALL SELECT 'its inheritance'::text
  FROM it JOIN pg_catalog.pg_inherits ON inhrelid = it.oid OR inhparent = it.oid
UNION ALL SELECT 'its security label'::text
  FROM it JOIN pg_catalog.pg_seclabel ON objoid = it.oid AND classoid = 'pg_catalog.pg_class'::regclass::oid`
  return texts(trx, statement, `look at what hangs on ${schema}.${table}`)
}

/**
 * The statements that give a copy of the table what hangs on it now and can be given: indexes, comments, rights and,
 * last, its owner.
 */
export function statementsToKeep(trx: Database, schema: string, table: string): Promise<readonly string[]> {
  const place = sql`${parameter(schema, 'text')}, ${parameter(table, 'text')}`
  const comments = sql`it JOIN pg_catalog.pg_description ON objoid = it.oid AND classoid = 'pg_catalog.pg_class'::regclass::oid`
  const indexes = sql`it JOIN pg_catalog.pg_index AS index ON indrelid = it.oid AND ${isPlainIndex}`
  const statement = sql`WITH ${named(schema, table)}
SELECT statement FROM (
  SELECT 1 AS turn, pg_catalog.pg_get_indexdef(indexrelid) AS statement FROM ${indexes}
  UNION ALL
  SELECT 2, pg_catalog.format('COMMENT ON INDEX %I.%I IS %L', ${parameter(schema, 'text')}, c.relname, description)
  FROM ${indexes} JOIN pg_catalog.pg_class AS c ON c.oid = indexrelid
  JOIN pg_catalog.pg_description ON objoid = indexrelid AND classoid = 'pg_catalog.pg_class'::regclass::oid
  UNION ALL
  SELECT 2, pg_catalog.format('COMMENT ON TABLE %I.%I IS %L', ${place}, description) FROM ${comments} WHERE objsubid = 0
  UNION ALL
  SELECT 2, pg_catalog.format('COMMENT ON COLUMN %I.%I.%I IS %L', ${place}, attname, description)
  FROM ${comments} JOIN pg_catalog.pg_attribute ON attrelid = it.oid AND attnum::int = objsubid
  UNION ALL
  SELECT 3, pg_catalog.format('GRANT %s ON TABLE %I.%I TO %s%s', privilege_type, ${place},
    CASE granted.grantee WHEN 0::oid THEN 'PUBLIC' ELSE pg_catalog.quote_ident(role.rolname::text) END,
    CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
  FROM it, LATERAL pg_catalog.aclexplode(relacl) AS granted
  LEFT JOIN pg_catalog.pg_roles AS role ON role.oid = granted.grantee
  WHERE granted.grantee <> relowner
  UNION ALL
  SELECT 4, pg_catalog.format('ALTER TABLE %I.%I OWNER TO %I', ${place}, pg_catalog.pg_get_userbyid(relowner))
  FROM it WHERE pg_catalog.pg_get_userbyid(relowner) <> CURRENT_USER
) AS statements ORDER BY turn`
  return texts(trx, statement, `look at what hangs on ${schema}.${table}`)
}
