import type { Kysely } from 'kysely'
import { pendingStateMigrations } from '../ledger/migrate.js'
import type { StateDatabase } from '../ledger/tables.js'
import { selectWebhookState } from '../ledger/webhook/webhook-events.js'
import { ok, warn, type Look } from './finding.js'

/** Whether webhooks have gone silent: changes that a sync has found, and none had announced. */
export async function checkWebhooks(
  db: Kysely<StateDatabase>,
  stateSchema: string,
  realmId: string,
): Promise<readonly Look[]> {
  if ((await pendingStateMigrations(db, stateSchema)) > 0) return []
  const { isUsed, lastReceivedAt, unannounced } = await selectWebhookState(db, stateSchema, realmId)
  if (!isUsed) return []
  if (unannounced.length === 0)
    return [
      ok('webhooks', {
        en: `Webhooks announce what changes; the last of this company came ${lastReceivedAt ?? 'never'}.`,
        es: `Los webhooks anuncian los cambios; el último de esta empresa llegó: ${lastReceivedAt ?? 'nunca'}.`,
      }),
    ]
  const what = (of: string): string =>
    unannounced.map(({ entity, changes }) => `${changes} ${of} ${entity}`).join(', ')
  const since = unannounced.map((each) => each.since).sort()[0] ?? ''
  return [
    warn(
      'webhooks',
      {
        en: `Syncs have found changes since ${since} that no webhook had announced: ${what('of')}. The last webhook of this company came ${lastReceivedAt ?? 'never'}.`,
        es: `Desde ${since}, las sincronizaciones hallaron cambios que ningún webhook había anunciado: ${what('de')}. El último webhook de esta empresa llegó: ${lastReceivedAt ?? 'nunca'}.`,
      },
      {
        en: 'At developer.intuit.com look at the webhook of the app: its address, its entities, its verifier token. Until then only scheduled syncs bring changes.',
        es: 'Revise en developer.intuit.com el webhook de la aplicación: su dirección, sus entidades, su clave de verificación. Hasta entonces, solo las sincronizaciones programadas traen los cambios.',
      },
    ),
  ]
}
