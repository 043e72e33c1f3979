import { sql, type Kysely } from 'kysely'
import { fail, ok, type Finding } from './finding.js'

/** Whether the realm was loaded into this database under the environment that is asked now. */
export async function checkRealm<DB>(
  db: Kysely<DB>,
  stateSchema: string,
  realm: { readonly realmId: string; readonly environment: string },
): Promise<readonly Finding[]> {
  const known = await sql<{ there: boolean }>`
    SELECT to_regclass(quote_ident(${stateSchema}) || '.leases') IS NOT NULL AS there`.execute(db)
  if (known.rows[0]?.there !== true) return []
  const stored = await sql<{ environment: string }>`
    SELECT environment FROM ${sql.id(stateSchema, 'leases')} WHERE realm_id = ${realm.realmId}`.execute(db)
  const environment = stored.rows[0]?.environment
  if (environment === undefined) return []
  if (environment === realm.environment)
    return [ok('realm', `Realm ${realm.realmId} was loaded into this database as ${environment}, as now.`)]
  return [
    fail(
      'realm',
      `Realm ${realm.realmId} was loaded into this database as ${environment}, and QBO_ENVIRONMENT says ${realm.environment}.`,
      `Set QBO_ENVIRONMENT=${environment}, or use another database.`,
    ),
  ]
}
