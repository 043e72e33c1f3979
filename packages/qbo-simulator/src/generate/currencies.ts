import { dayMs } from './calendar.js'

export type Currency = 'EUR' | 'USD'

const names: Readonly<Record<Currency, string>> = { EUR: 'Euro', USD: 'United States Dollar' }

export function currencyRef(currency: Currency): { readonly value: string; readonly name: string } {
  return { value: currency, name: names[currency] }
}

/** What a document in another currency says beside its amounts; nothing of one in dollars. */
export function foreignFields(
  currency: Currency,
  day: number,
  totalCents: number,
): Readonly<Record<string, unknown>> {
  if (currency === 'USD') return {}
  // Between 1.05 and 1.15, another every day.
  const ExchangeRate = (10_500 + (((day / dayMs) * 37) % 1000)) / 10_000
  const HomeTotalAmt = Math.round(totalCents * ExchangeRate) / 100
  return { CurrencyRef: currencyRef(currency), ExchangeRate, HomeTotalAmt }
}
