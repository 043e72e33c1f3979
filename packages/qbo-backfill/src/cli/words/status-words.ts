import type { WebhookState } from '../../ledger/webhook/webhook-events.js'
import { pageOf } from '../../report/words/page-of.js'
import { spanishCount } from '../../report/words/spanish-page.js'
import type { RunSummary } from '../../runs/list-runs.js'
import { counted } from '../../verdict/counted.js'
import type { Language } from './language.js'

interface StatusWords {
  readonly none: (realmId: string) => string
  readonly head: readonly string[]
  readonly status: (status: RunSummary['status']) => string
  readonly webhooks: (state: Omit<WebhookState, 'isUsed'>) => string
}

export const statusWords: Readonly<Record<Language, StatusWords>> = {
  en: {
    none: (realmId) => `No runs of realm ${realmId} yet.\n`,
    head: ['Run', 'Entities', 'Range (UTC)', 'Started (UTC)', 'Segments', 'Records', 'Status'],
    status: (status) => status,
    webhooks({ waiting, lastReceivedAt, unannounced }) {
      const silent = unannounced.map(
        ({ entity, changes, since }) =>
          ` ${counted(changes, 'change')} of ${entity} since ${since} ${changes === 1 ? 'was' : 'were'} not announced.`,
      )
      return `Webhooks: the last came ${lastReceivedAt ?? 'never'}, ${waiting} wait for a sync.${silent.join('')}\n`
    },
  },
  es: {
    none: (realmId) => `Todavía no hay corridas de la empresa ${realmId}.\n`,
    head: ['Corrida', 'Entidades', 'Período (UTC)', 'Inicio (UTC)', 'Segmentos', 'Registros', 'Estado'],
    status(status) {
      const open = {
        running: 'en curso',
        stopped: 'sin terminar',
        failed: 'sin leer hasta el final',
        expired: 'abandonada',
      }
      return { ...pageOf('es').status, ...open }[status].toLowerCase()
    },
    webhooks({ waiting, lastReceivedAt, unannounced }) {
      const silent = unannounced.map(
        ({ entity, changes, since }) =>
          ` Sin anunciar desde ${since}: ${spanishCount(changes, 'cambio')} de ${entity}.`,
      )
      return `Webhooks: el último llegó ${lastReceivedAt ?? 'nunca'}; ${waiting} en espera de una sincronización.${silent.join('')}\n`
    },
  },
}
