import { statusWords } from '../words/status-words.js'
import { pageOf } from '../../report/words/page-of.js'
import type { Language } from '../words/language.js'
import { listRuns, type RunSummary } from '../../runs/list-runs.js'
import { recentRuns } from '../../ledger/runs.js'
import { pendingStateMigrations } from '../../ledger/migrate.js'
import { defaultStateSchema } from '../../ledger/state-schema.js'
import { withoutHostPlugins } from '../../ledger/database-options.js'
import { selectWebhookState, type WebhookState } from '../../ledger/webhook/webhook-events.js'
import { withDatabase, type OpenDatabase } from '../input/open-database.js'
import { readRealm } from '../input/realm.js'
import { readLimits } from '../input/limits.js'
import { monthText, readMonth } from '../input/month.js'
import type { Command } from './command.js'
import { formatTable, shortInstant } from '../output/table.js'

export const run: Command = async ({ given }) => {
  const realmId = readRealm(given)
  const { language } = given
  const { monthlyCallBudget } = readLimits(given)
  return withDatabase(given, async (database) => {
    const runs = await listRuns({ db: database.db, realmId })
    const webhooks = await readWebhooks(database, realmId)
    const clientId = given.environment('QBO_CLIENT_ID') ?? (await clientOfNewestRun(database, realmId))
    const month = clientId === undefined ? undefined : await readMonth(database, clientId, monthlyCallBudget)
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
        (runs.length === 0 ? statusWords[language].none(realmId) : statusText(runs, language)) +
        (month === undefined ? '' : `${monthText(month, language)}\n`) +
        (webhooks === undefined ? '' : statusWords[language].webhooks(webhooks)),
    }
  })
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
    statusWords[language].status(run.status),
  ])
  return formatTable(statusWords[language].head, rows)
}
