import { pageOf } from '../../report/words/page-of.js'
import type { Language } from '../words/language.js'
import { pendingStateMigrations } from '../../ledger/migrate.js'
import { defaultStateSchema } from '../../ledger/state-schema.js'
import { selectMonthCalls } from '../../ledger/month-calls.js'
import { withoutHostPlugins } from '../../ledger/database-options.js'
import type { OpenDatabase } from '../../database/open-database.js'

/** The app's calls of the month, as `plan` and `status` tell them. */
export interface Month {
  /** Made or reserved, over all companies that share the database. */
  readonly calls: number
  readonly budget: number | null
  readonly left: number | null
  readonly resetsAt: string
}

/** Undefined where the database has no tables yet: nothing was counted in it. */
export async function readMonth(
  database: OpenDatabase,
  clientId: string,
  budget: number | undefined,
): Promise<Month | undefined> {
  if ((await pendingStateMigrations(database.db, defaultStateSchema)) > 0) return undefined
  const { taken, resetsAt } = await selectMonthCalls(
    withoutHostPlugins(database.db),
    defaultStateSchema,
    clientId,
  )
  const left = budget === undefined ? null : Math.max(0, budget - taken)
  return { calls: taken, budget: budget ?? null, left, resetsAt }
}

export function monthText({ calls, budget, left, resetsAt }: Month, language: Language): string {
  const { number } = pageOf(language)
  if (language === 'es') {
    const limit = budget === null || left === null ? '' : ` de ${number(budget)}; quedan ${number(left)}`
    return `Este mes: ${number(calls)} llamadas a la API hechas o reservadas por la aplicación${limit}; se cuentan de nuevo desde ${resetsAt}.`
  }
  const of = budget === null || left === null ? '' : ` of ${number(budget)}, ${number(left)} left`
  return `This month: ${number(calls)} API calls of the app made or reserved${of}; counted anew from ${resetsAt}.`
}
