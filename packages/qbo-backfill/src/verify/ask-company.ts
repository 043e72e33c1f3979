import { createPatience, type Patience } from '../source/patience.js'
import { serverInstant } from '../source/server-time.js'
import { knownMoney, type CompanyMoney } from '../witness/company-money.js'
import type { ResolvedVerifyOptions } from './verify-options.js'

/** What is asked once for all entities, while they are counted. */
export interface AskedCompany {
  /** QuickBooks' clock, epoch milliseconds; undefined if it does not tell. */
  readonly serverNow: Promise<number | undefined>
  /** Undefined where the company's preferences do not say it, or no report is asked for. */
  readonly money: Promise<CompanyMoney | undefined>
  /** For reports that do not come. */
  readonly patience: Patience
  /** Does what holds large answers, when nobody else does. */
  alone<T>(work: () => Promise<T>): Promise<T>
}

export function askCompany({ source, entities, witness, signal }: ResolvedVerifyOptions): AskedCompany {
  const isWitnessed = witness && entities.some(({ strategy }) => strategy === 'transaction')
  const [first] = entities
  const clock = source.count({ entity: first?.name ?? 'Invoice' }, { signal })
  const serverNow = clock.then(({ time }) => serverInstant(time))
  const money = isWitnessed ? knownMoney(source, signal) : Promise.resolve(undefined)
  // Whoever wants them meets their errors.
  for (const asked of [serverNow, money]) asked.catch(() => undefined)
  let last: Promise<unknown> = Promise.resolve()
  return {
    serverNow,
    money,
    patience: createPatience(),
    alone(work) {
      const turn = last.then(work)
      last = turn.catch(() => undefined)
      return turn
    },
  }
}
