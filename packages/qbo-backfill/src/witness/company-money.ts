import { isQboError } from 'qbo-client'
import type { Source } from '../source/source.js'
import type { Store } from '../store/store.js'

/** What one must know of a company's money to ask for amounts and to compare them. */
export interface CompanyMoney {
  readonly multicurrency: boolean
  /** Undefined where it is not known. */
  readonly home: string | undefined
}

interface MoneyScope {
  readonly source: Source
  readonly store: Store
  readonly signal: AbortSignal
}

/** By the company's preferences; where they cannot be read, by whether transactions have a rate, which only such companies have. */
export async function companyMoney(scope: MoneyScope, entities: readonly string[]): Promise<CompanyMoney> {
  return (await knownMoney(scope.source, scope.signal)) ?? moneyOfRows(scope, entities)
}

export async function moneyOfRows(
  { source, store }: Omit<MoneyScope, 'signal'>,
  entities: readonly string[],
): Promise<CompanyMoney> {
  for (const entity of entities)
    if (await store.rows.hasField(source.realmId, entity, 'ExchangeRate'))
      return { multicurrency: true, home: undefined }
  return { multicurrency: false, home: undefined }
}

/** As the company's preferences say it; undefined where they cannot be read. */
export async function knownMoney(source: Source, signal: AbortSignal): Promise<CompanyMoney | undefined> {
  try {
    for await (const page of source.pages({ entity: 'Preferences', signal })) {
      const { CurrencyPrefs: prefs } = (page.records[0] ?? {}) as { readonly CurrencyPrefs?: CurrencyPrefs }
      const { MultiCurrencyEnabled: enabled, HomeCurrency: home } = prefs ?? {}
      if (enabled === undefined) continue
      const { value } = home ?? {}
      return {
        multicurrency: enabled === true || enabled === 'true',
        home: typeof value === 'string' && value !== '' ? value : undefined,
      }
    }
  } catch (error) {
    if (!isQboError(error)) throw error
  }
  return undefined
}

interface CurrencyPrefs {
  readonly MultiCurrencyEnabled?: unknown
  readonly HomeCurrency?: { readonly value?: unknown }
}
