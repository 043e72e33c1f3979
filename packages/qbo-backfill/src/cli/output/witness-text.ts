import type { WitnessReport } from '../../verdict/witness.js'
import { entityTitle } from '../../report/words/entity-names.js'
import { wordsOf } from '../../report/words/words-of.js'
import type { Language } from '../words/language.js'

/** What QuickBooks' own reports said of an entity, if they were asked. What is not as it should be stands among its findings. */
export function witnessText(
  { entity, witness }: { readonly entity: string; readonly witness?: WitnessReport | undefined },
  language: Language,
): readonly string[] {
  if (witness === undefined) return []
  const { outcome, reason = '', transactions, sum, currency } = witness
  const { number, amount, unknown } = wordsOf(language)
  if (language === 'es') {
    const title = entityTitle(entity, 'es')
    if (outcome === 'notWitnessed')
      return [`${title}: los reportes propios de QuickBooks no dicen nada: ${unknown.reason(reason)}.`]
    const money = sum === null ? '' : `, suma ${amount(sum)} ${currency}`.trimEnd()
    const counted = `${number(transactions)} ${transactions === 1 ? 'transacción' : 'transacciones'}`
    return [`${title}: ${counted}${money} en el reporte propio de QuickBooks.`]
  }
  if (outcome === 'notWitnessed') return [`${entity}: not witnessed by QuickBooks' own reports: ${reason}.`]
  const money = sum === null ? '' : `, sum ${sum} ${currency}`.trimEnd()
  const counted = `${number(transactions)} ${transactions === 1 ? 'transaction' : 'transactions'}`
  return [`${entity}: ${counted}${money} in QuickBooks' own report.`]
}
