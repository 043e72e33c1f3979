import { PostgresClient } from '@supabase/stripe-sync-engine'
import { parseInvoices, type WriteWay } from './write-way.ts'

const tableSchema = { properties: ['id', 'payload', 'sync_token', 'create_time', 'last_updated_time'] }

/**
 * The write path of @supabase/stripe-sync-engine itself: one upsert a row, five at once, each a transaction of its
 * own. It names its tables and columns by argument, so it takes ours; five columns instead of the 64 of its own
 * invoices are in its favour, and so are five connections where all others have one.
 */
export const stripeSyncEngine: WriteWay = {
  name: 'stripe-sync-engine',
  label: '@supabase/stripe-sync-engine',
  table: 'stripe.invoices',
  passes: 2,
  async prepare(admin) {
    await admin.query(`DROP SCHEMA IF EXISTS stripe CASCADE; CREATE SCHEMA stripe;
      CREATE TABLE stripe.invoices (id text PRIMARY KEY, payload jsonb, sync_token text, create_time timestamptz,
        last_updated_time timestamptz, last_synced_at timestamptz)`)
  },
  async open(url) {
    const poolConfig = { connectionString: url, max: 5 }
    const client = new PostgresClient({ schema: 'stripe', poolConfig })
    return {
      async write(page) {
        const entries = parseInvoices(page).map((record) => ({
          id: record.Id,
          payload: record,
          sync_token: record.SyncToken,
          create_time: record.MetaData.CreateTime,
          last_updated_time: record.MetaData.LastUpdatedTime,
        }))
        await client.upsertManyWithTimestampProtection(entries, 'invoices', tableSchema)
      },
      close: () => client.pool.end(),
    }
  },
}
