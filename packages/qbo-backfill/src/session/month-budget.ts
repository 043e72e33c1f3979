import { BackfillError } from '../errors.js'
import type { CallBlock } from '../ledger/month-calls.js'
import type { Source } from '../source/source.js'
import type { Store } from '../store/store.js'

export interface MonthBudget {
  /** Gives back what is reserved and was not used. Never fails: what cannot be given back counts as spent. */
  stop(): Promise<void>
}

/**
 * Stops every request of the source before it would take the app over its calls of a month, whoever has made the others.
 * Each attempt counts, also one that Intuit does not bill: what it bills in a doubtful case only its invoice tells.
 */
export function limitMonth(
  source: Source,
  store: Pick<Store, 'usage'>,
  budget: number | undefined,
): MonthBudget {
  if (budget === undefined) return { stop: () => Promise.resolve() }
  const { clientId } = source
  let block: HeldBlock | undefined
  let reserving: Promise<void> | undefined

  const giveBack = async ({ month, left }: HeldBlock): Promise<void> => {
    if (left > 0) await store.usage.giveBack({ clientId, month, calls: left }).catch(() => undefined)
  }
  const reserve = async (): Promise<void> => {
    const past = block
    block = undefined
    if (past !== undefined) await giveBack(past)
    const taken = await store.usage.reserve({ clientId, budget })
    if (taken.calls === 0) throw spentError(budget, taken)
    block = { month: taken.month, left: taken.calls, endsAt: performance.now() + taken.resetsInMs }
  }
  const removeGate = source.addGate(async () => {
    for (;;) {
      if (block !== undefined && block.left > 0 && performance.now() < block.endsAt) break
      // One statement for all that wait.
      reserving ??= reserve().finally(() => {
        reserving = undefined
      })
      await reserving
    }
    block.left -= 1
  })
  return {
    async stop() {
      removeGate()
      await reserving?.catch(() => undefined)
      if (block !== undefined) await giveBack(block)
      block = undefined
    },
  }
}

interface HeldBlock {
  readonly month: string
  left: number
  /** By `performance.now()`: the clock of this machine may be set meanwhile. */
  readonly endsAt: number
}

function spentError(budget: number, { taken, resetsAt }: CallBlock): BackfillError {
  return new BackfillError(
    'BACKFILL_BUDGET_SPENT',
    {
      en: `The app has spent the month's ${budget} API calls (${taken} are made or reserved, over all companies); the place is saved. Run again at ${resetsAt}, or with a higher budget.`,
      es: `La aplicación gastó las ${budget} llamadas a la API del mes (${taken} hechas o reservadas, entre todas las empresas); el avance está guardado. Ejecute de nuevo desde ${resetsAt}, o con un --monthly-call-budget mayor.`,
    },
    { retryable: true, resumeAfter: resetsAt },
  )
}
