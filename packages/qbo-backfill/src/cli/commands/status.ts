import { counted } from '../../verdict/counted.js'
import { spanishCount } from '../../report/words/spanish-page.js'
import { pageOf } from '../../report/words/page-of.js'
import type { Language } from '../words/language.js'
import { listRuns, type RunSummary } from '../../runs/list-runs.js'
import { recentRuns } from '../../ledger/runs.js'
import { pendingStateMigrations } from '../../ledger/migrate.js'
import { defaultStateSchema } from '../../ledger/state-schema.js'
import { withoutHostPlugins } from '../../ledger/database-options.js'
import { selectWebhookState, type WebhookState } from '../../ledger/webhook/webhook-events.js'
import { openDatabase, type OpenDatabase, readDatabaseUrl } from '../input/open-database.js'
import { readRealm } from '../input/realm.js'
import { readLimits } from '../input/limits.js'
import { monthText, readMonth } from '../input/month.js'
import type { Command } from './command.js'
import { shortInstant } from '../output/short-instant.js'
import { formatTable } from '../output/table.js'

export const statusCommand: Command = {
  async run({ given }) {
    const realmId = readRealm(given)
    const { language } = given
    const { monthlyCallBudget } = readLimits(given)
    const database = await openDatabase(readDatabaseUrl(given))
    try {
      const runs = await listRuns({ db: database.db, realmId })
      const webhooks = await readWebhooks(database, realmId)
      const clientId = given.environment('QBO_CLIENT_ID') ?? (await clientOfNewestRun(database, realmId))
      const month =
        clientId === undefined ? undefined : await readMonth(database, clientId, monthlyCallBudget)
      return {
        exitCode: 0,
        event: {
          type: 'status.completed',
          realmId,
          runs,
          month: month ?? null,
          webhooks: webhooks ?? null,
        },
        text:
          (runs.length === 0 ? noRuns(realmId, language) : statusText(runs, language)) +
          (month === undefined ? '' : `${monthText(month, language)}\n`) +
          (webhooks === undefined ? '' : webhookText(webhooks, language)),
      }
    } finally {
      await database.close()
    }
  },
}

/** Undefined where nobody receives webhooks. */
async function readWebhooks(
  { db }: OpenDatabase,
  realmId: string,
): Promise<Omit<WebhookState, 'isUsed'> | undefined> {
  if ((await pendingStateMigrations(db, defaultStateSchema)) > 0) return undefined
  const { isUsed, ...state } = await selectWebhookState(withoutHostPlugins(db), defaultStateSchema, realmId)
  return isUsed ? state : undefined
}

function noRuns(realmId: string, language: Language): string {
  return {
    en: `No runs of realm ${realmId} yet.\n`,
    es: `Todavía no hay corridas de la empresa ${realmId}.\n`,
  }[language]
}

function webhookText(
  { waiting, lastReceivedAt, unannounced }: Omit<WebhookState, 'isUsed'>,
  language: Language,
): string {
  if (language === 'es') {
    const untold = unannounced.map(
      ({ entity, changes, since }) =>
        ` Sin anunciar desde ${since}: ${spanishCount(changes, 'cambio')} de ${entity}.`,
    )
    return `Webhooks: el último llegó ${lastReceivedAt ?? 'nunca'}; ${waiting} en espera de una sincronización.${untold.join('')}\n`
  }
  const silent = unannounced.map(
    ({ entity, changes, since }) =>
      ` ${counted(changes, 'change')} of ${entity} since ${since} ${changes === 1 ? 'was' : 'were'} not announced.`,
  )
  return `Webhooks: the last came ${lastReceivedAt ?? 'never'}, ${waiting} wait for a sync.${silent.join('')}\n`
}

/** Whose calls of the month they are, where the environment does not say it. */
async function clientOfNewestRun({ db }: OpenDatabase, realmId: string): Promise<string | undefined> {
  if ((await pendingStateMigrations(db, defaultStateSchema)) > 0) return undefined
  const [newest] = await recentRuns(withoutHostPlugins(db).withSchema(defaultStateSchema), realmId, 1)
  return newest?.clientId
}

function statusText(runs: readonly RunSummary[], language: Language): string {
  const rows = runs.map((run) => [
    run.runId.slice(0, 8),
    run.entities.join(','),
    `${shortInstant(run.from)} – ${shortInstant(run.to)}`,
    shortInstant(run.startedAt),
    `${run.segmentsDone}/${run.segments}`,
    pageOf(language).number(run.records),
    statusOf(run, language),
  ])
  const head = {
    en: ['Run', 'Entities', 'Range', 'Started', 'Segments', 'Records', 'Status'],
    es: ['Corrida', 'Entidades', 'Período', 'Inicio', 'Segmentos', 'Registros', 'Estado'],
  }[language]
  return formatTable(head, rows)
}

function statusOf({ status }: RunSummary, language: Language): string {
  if (language === 'en') return status
  const open = {
    running: 'en curso',
    stopped: 'sin terminar',
    failed: 'sin leer hasta el final',
    expired: 'abandonada',
  }
  return { ...pageOf(language).status, ...open }[status].toLowerCase()
}
