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
   WHERE c.relkind IN ('r', 'p', 'v', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_'
     AND (pg_catalog.has_table_privilege(me.oid, c.oid, 'DELETE, TRUNCATE')
       OR pg_catalog.has_any_column_privilege(me.oid, c.oid, 'INSERT, UPDATE')) HAVING pg_catalog.count(*) > 0),
  (SELECT 'may act as somebody else, such as by ' || pg_catalog.min(f.oid::pg_catalog.regprocedure::text)
   FROM pg_catalog.pg_proc AS f
   WHERE f.prosecdef AND f.proowner <> me.oid AND pg_catalog.has_function_privilege(me.oid, f.oid, 'EXECUTE')
     AND pg_catalog.has_schema_privilege(me.oid, f.pronamespace, 'USAGE') HAVING pg_catalog.count(*) > 0)
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
    await settle(client, limits)
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function settle(/** @type {pg.Client} */ client, /** @type {Limits} */ { milliseconds }) {
  for (const [name, value] of [
    ['statement_timeout', `${milliseconds}ms`],
    ['lock_timeout', '2s'],
    ['idle_in_transaction_session_timeout', `${milliseconds}ms`],
    ['search_path', 'pg_catalog'],
    // To compile a question over many views takes longer than to answer it.
    ['jit', 'off'],
  ])
    await client.query('SELECT pg_catalog.set_config($1, $2, true)', [name, value])
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
    const { rows: proved } = await client.query('SELECT * FROM qbo_ask.proof ORDER BY realm_id, entity')
    return { entities: rows, proofs: { proved } }
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
    // What a statement has set for its session is not for ours.
    await settle(client, limits)
    return { rows, isCut: rows.length < found.length, proofs: await proofsBehind(client) }
  })
}

// What a statement has read, this transaction still holds a lock on: whatever views are between, and also where a function ran SQL
// that no plan shows. A view of ours says in its comment whose rows it shows.
const behind = `
WITH read AS (
  SELECT c.oid, c.relkind, n.nspname || '.' || c.relname AS name, pg_catalog.obj_description(c.oid, 'pg_class') AS comment
  FROM pg_catalog.pg_locks AS held JOIN pg_catalog.pg_class AS c ON c.oid = held.relation
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE held.pid = pg_catalog.pg_backend_pid() AND held.locktype = 'relation' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'qbo_ask')
), shown AS (
  SELECT DISTINCT pg_catalog.substring(read.comment, ' of company (.+) from ') AS company, source.oid, source.relname
  FROM read JOIN pg_catalog.pg_rewrite AS rule ON rule.ev_class = read.oid
  JOIN pg_catalog.pg_depend AS needs ON needs.objid = rule.oid AND needs.refclassid = 'pg_catalog.pg_class'::regclass
  JOIN pg_catalog.pg_class AS source ON source.oid = needs.refobjid AND source.relkind IN ('r', 'p')
  WHERE read.comment ~ '^qbo-raw-sink: '
)
SELECT relname::text AS table_name, company, relname::text AS name FROM shown
UNION ALL
SELECT NULL, NULL, name FROM read WHERE relkind <> 'v' AND oid NOT IN (SELECT oid FROM shown)`

/**
 * What of the tables behind the answer was proved, when, and what has changed since.
 *
 * @param {pg.Client} client
 */
async function proofsBehind(client) {
  const { rows: read } = await client.query(behind)
  const proved = []
  const unproved = /** @type {Set<string>} */ (new Set())
  for (const { table_name: table, company, name } of read) {
    const { rows } = await client.query(
      `SELECT its.realm_id AS company, proof.*,
         (SELECT pg_catalog.count(*)::integer FROM qbo_ask.changes AS row WHERE row.table_name = $1
            AND row.realm_id = its.realm_id AND row.changed_at >= proof.settled_before) AS changed_since
       FROM (SELECT $2::text AS realm_id WHERE $2 IS NOT NULL UNION
             SELECT realm_id FROM qbo_ask.changes WHERE table_name = $1 AND $2 IS NULL) AS its
       LEFT JOIN qbo_ask.proof AS proof ON proof.realm_id = its.realm_id AND proof.table_name = $1 ORDER BY 1`,
      [table, company],
    )
    for (const { company: whose, ...proof } of rows)
      if (proof.colour === null) unproved.add(`${name} of company ${whose}`)
      else proved.push(proof)
    if (table === null) unproved.add(name)
  }
  proved.sort((left, right) => (left.entity < right.entity ? -1 : 1))
  return { proved, unproved: [...unproved].toSorted() }
}
