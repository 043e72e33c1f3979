import type { Kysely } from 'kysely'
import { pendingStateMigrations } from '../ledger/migrate.js'
import type { StateDatabase } from '../ledger/tables.js'
import { selectWebhookState } from '../ledger/webhook/webhook-events.js'
import { ok, warn, type Finding } from './finding.js'

/** Whether webhooks have gone silent: changes that a sync has found, and none had announced. */
export async function checkWebhooks(
  db: Kysely<StateDatabase>,
  stateSchema: string,
  realmId: string,
): Promise<readonly Finding[]> {
  if ((await pendingStateMigrations(db, stateSchema)) > 0) return []
  const { isUsed, lastReceivedAt, unannounced } = await selectWebhookState(db, stateSchema, realmId)
  if (!isUsed) return []
  if (unannounced.length === 0)
    return [
      ok(
        'webhooks',
        `Webhooks announce what changes; the last of this company came ${lastReceivedAt ?? 'never'}.`,
      ),
    ]
  const what = unannounced.map(({ entity, changes }) => `${changes} of ${entity}`).join(', ')
  const since = unannounced.map((each) => each.since).sort()[0] ?? ''
  return [
    warn(
      'webhooks',
      `Syncs have found changes since ${since} that no webhook had announced: ${what}. The last webhook of this company came ${lastReceivedAt ?? 'never'}.`,
      'At developer.intuit.com look at the webhook of the app: its address, its entities, its verifier token. Until then only scheduled syncs bring changes.',
    ),
  ]
}
