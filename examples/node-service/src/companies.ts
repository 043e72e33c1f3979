import type { Kysely } from 'kysely'
import type { BackfillReport } from 'qbo-backfill'

/** A company that somebody has connected. In a service of yours this is a column of the table of tenants. */
export interface Company {
  readonly realmId: string
  readonly name: string
  readonly lastReport: BackfillReport | null
}

interface Tables {
  'qbo_service.companies': { realm_id: string; name: string; last_report: BackfillReport | string | null }
}

export interface Companies {
  migrate(): Promise<void>
  list(): Promise<readonly Company[]>
  has(realmId: string): Promise<boolean>
  save(company: { readonly realmId: string; readonly name: string }): Promise<void>
  saveReport(report: BackfillReport): Promise<void>
}

/** The service's own table, in the same database as the rows. */
export function createCompanies(db: Kysely<Tables>): Companies {
  return {
    async migrate() {
      await db.schema.createSchema('qbo_service').ifNotExists().execute()
      await db.schema
        .createTable('qbo_service.companies')
        .ifNotExists()
        .addColumn('realm_id', 'text', (column) => column.primaryKey())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('last_report', 'jsonb')
        .execute()
    },
    async list() {
      const rows = await db.selectFrom('qbo_service.companies').selectAll().orderBy('name').execute()
      return rows.map((row) => ({
        realmId: row.realm_id,
        name: row.name,
        lastReport: row.last_report as BackfillReport | null,
      }))
    },
    async has(realmId) {
      const found = db.selectFrom('qbo_service.companies').select('realm_id').where('realm_id', '=', realmId)
      return (await found.executeTakeFirst()) !== undefined
    },
    async save({ realmId, name }) {
      await db
        .insertInto('qbo_service.companies')
        .values({ realm_id: realmId, name, last_report: null })
        .onConflict((conflict) => conflict.column('realm_id').doUpdateSet({ name }))
        .execute()
    },
    async saveReport(report) {
      await db
        .updateTable('qbo_service.companies')
        .set({ last_report: JSON.stringify(report) })
        .where('realm_id', '=', report.realmId)
        .execute()
    },
  }
}
