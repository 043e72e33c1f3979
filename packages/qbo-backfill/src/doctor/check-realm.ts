import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { inOwnTransaction } from '../database/own-transaction.js'
import { readRows } from '../database/read-rows.js'
import { fail, ok, type Look } from './finding.js'

/** Whether this database knows the realm under the environment that is asked now: a run enters it before it asks QuickBooks. */
export async function checkRealm<DB>(
  db: Kysely<DB>,
  stateSchema: string,
  realm: { readonly realmId: string; readonly environment: string },
): Promise<readonly Look[]> {
  const environment = await loadedEnvironment(db, stateSchema, realm.realmId)
  if (environment === undefined) return []
  if (environment === realm.environment)
    return [
      ok('realm', {
        en: `This database knows realm ${realm.realmId} as ${environment}, as now.`,
        es: `En esta base de datos la empresa ${realm.realmId} es de ${environment}, como ahora.`,
      }),
    ]
  return [
    fail(
      'realm',
      {
        en: `This database knows realm ${realm.realmId} as ${environment}, and QBO_ENVIRONMENT says ${realm.environment}.`,
        es: `En esta base de datos la empresa ${realm.realmId} es de ${environment}, y QBO_ENVIRONMENT dice ${realm.environment}.`,
      },
      {
        en: `Set QBO_ENVIRONMENT=${environment}, or use another database.`,
        es: `Ponga QBO_ENVIRONMENT=${environment}, o use otra base de datos.`,
      },
    ),
  ]
}

function loadedEnvironment<DB>(
  db: Kysely<DB>,
  stateSchema: string,
  realmId: string,
): Promise<string | undefined> {
  return inOwnTransaction(db, async (trx) => {
    const known = await sql`
      SELECT WHERE pg_catalog.to_regclass(pg_catalog.quote_ident(${stateSchema}::text) || '.leases') IS NOT NULL`.execute(
      trx,
    )
    if (known.rows.length === 0) return undefined
    const asked = sql`SELECT environment FROM ${sql.id(stateSchema, 'leases')} WHERE realm_id = ${realmId}`
    const [stored] = await readRows(trx, 'the realm', z.object({ environment: z.string() }), asked)
    return stored?.environment
  })
}
