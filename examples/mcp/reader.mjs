// @ts-check
import pg from 'pg'

/**
 * @typedef {object} Limits
 * @property {number} milliseconds that a statement may take
 * @property {number} rows that an answer has at most
 * @property {number} bytes of JSON that a row, and a tenth of what an answer, has at most
 */

/** @type {Limits} */
export const defaultLimits = { milliseconds: 10_000, rows: 200, bytes: 20_000 }

// What is not a reader is refused at the door: inside, a statement could take back whatever SET ROLE has taken away.
const powers = `
SELECT pg_catalog.concat_ws(', '::text,
  CASE WHEN rolsuper THEN 'is a superuser' END,
  CASE WHEN rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls THEN 'may create databases or roles, replicate or bypass row security' END,
  (SELECT 'is a member of ' || pg_catalog.string_agg(granted.rolname::text, ' and '::text)
   FROM pg_catalog.pg_auth_members AS member JOIN pg_catalog.pg_roles AS granted ON granted.oid = member.roleid
   WHERE member.member = me.oid HAVING pg_catalog.count(*) > 0),
  (SELECT 'may write, such as into ' || pg_catalog.min(c.oid::pg_catalog.regclass::text)
   FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'v') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_'
     AND pg_catalog.has_table_privilege(me.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') HAVING pg_catalog.count(*) > 0)
) AS too_much
FROM pg_catalog.pg_roles AS me WHERE rolname = SESSION_USER`

/** A connection of its own for each question, closed behind it: what a statement leaves in its session ends with it. */
async function withReader(connectionString, limits, work) {
  const client = new pg.Client({
    connectionString,
    application_name: 'qbo-ask',
    connectionTimeoutMillis: 10_000,
  })
  // A connection that ends while nothing waits for it would end the server, too.
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query(powers)
    if (rows[0]?.too_much !== '')
      throw new Error(`This role is no reader: it ${rows[0]?.too_much}. See setup.mjs.`)
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const quickly = `${limits.milliseconds}ms`
    for (const [name, value] of [
      ['statement_timeout', quickly],
      ['lock_timeout', '2s'],
      ['idle_in_transaction_session_timeout', quickly],
      ['search_path', 'pg_catalog'],
    ])
      await client.query('SELECT pg_catalog.set_config($1, $2, true)', [name, value])
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** One statement, however it is sent: the extended protocol knows no second one. */
const extended = (/** @type {string} */ text) => ({ text, queryMode: 'extended' })

/**
 * The views and tables that the reader may read, with their columns.
 *
 * @param {string} connectionString
 * @param {Limits} [limits]
 */
export function listEntities(connectionString, limits = defaultLimits) {
  return withReader(connectionString, limits, async (client) => {
    const { rows } = await client.query(`
SELECT n.nspname || '.' || c.relname AS name,
       pg_catalog.string_agg(a.attname || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum) AS columns
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'qbo_ask')
  AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
GROUP BY 1 ORDER BY 1`)
    return { entities: rows, proofs: await proofsOf(client) }
  })
}

/**
 * Runs one statement that reads, and says how well the rows behind it are proved.
 *
 * @param {string} connectionString
 * @param {string} statement
 * @param {Limits} [limits]
 */
export function ask(connectionString, statement, limits = defaultLimits) {
  return withReader(connectionString, limits, async (client) => {
    // A cursor takes nothing but a SELECT that writes nothing: no DO, COPY, SET, LOCK, CALL, and no WITH that changes rows.
    const asked = `SELECT pg_catalog.row_to_json(answer)::text AS row FROM (\n${statement}\n) AS answer`
    const { rows: plan } = await client.query(extended(`EXPLAIN (VERBOSE, FORMAT JSON) ${asked}`))
    const proofs = await proofsOf(client, tablesIn(plan[0]?.['QUERY PLAN']))
    const short = `SELECT CASE WHEN pg_catalog.octet_length(row) <= ${limits.bytes} THEN row END AS row FROM (${asked}) AS rows`
    await client.query(extended(`DECLARE answer NO SCROLL CURSOR FOR ${short}`))
    const { rows: found } = await client.query(`FETCH FORWARD ${limits.rows + 1} FROM answer`)
    const rows = []
    let room = limits.bytes * 10
    for (const { row } of found.slice(0, limits.rows)) {
      room -= row?.length ?? 0
      if (room < 0) break
      rows.push(row === null ? { left_out: `a row of more than ${limits.bytes} bytes` } : JSON.parse(row))
    }
    return { rows, isCut: rows.length < found.length, proofs }
  })
}

/** The raw tables that a plan reads, whatever views are between. */
function tablesIn(/** @type {unknown} */ node, tables = new Set()) {
  if (Array.isArray(node)) for (const one of node) tablesIn(one, tables)
  else if (typeof node === 'object' && node !== null) {
    if (typeof node['Relation Name'] === 'string') tables.add(node['Relation Name'])
    for (const one of Object.values(node)) tablesIn(one, tables)
  }
  return tables
}

/**
 * What was proved of these tables, when, and what has changed since.
 *
 * @param {pg.Client} client
 * @param {Set<string>} [tables] all of them, without what has changed, if none are named
 */
async function proofsOf(client, tables) {
  if (tables === undefined) {
    const { rows } = await client.query('SELECT * FROM qbo_ask.proof ORDER BY realm_id, entity')
    return { proved: rows, unproved: [] }
  }
  const names = [...tables].filter((table) => table.startsWith('qb_'))
  const { rows } = await client.query(
    `SELECT proof.*, (SELECT pg_catalog.count(*)::integer FROM qbo_ask.changes AS row WHERE row.table_name = proof.table_name
       AND row.realm_id = proof.realm_id AND row.changed_at >= proof.settled_before) AS changed_since
     FROM qbo_ask.proof AS proof WHERE proof.table_name = ANY ($1::text[]) ORDER BY realm_id, entity`,
    [names],
  )
  return {
    proved: rows,
    unproved: names.filter((name) => !rows.some(({ table_name: table }) => table === name)),
  }
}
