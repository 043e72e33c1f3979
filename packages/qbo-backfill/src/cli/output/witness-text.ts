import type { WitnessReport } from '../../verdict/witness.js'
import { wordsOf } from '../../report/words/words-of.js'
import type { Language } from '../words/language.js'
import { shownEntity } from '../words/shown-entity.js'

/** What QuickBooks' own reports said of an entity, if they were asked. What is not as it should be stands among its findings. */
export function witnessText(
  { entity, witness }: { readonly entity: string; readonly witness?: WitnessReport | undefined },
  language: Language,
): readonly string[] {
  if (witness === undefined) return []
  const { outcome, reason = '', transactions, sum, currency } = witness
  const { number, amount, unknown } = wordsOf(language)
  const title = shownEntity(entity, language)
  const isOne = transactions === 1
  const words = {
    en: {
      none: `not witnessed by QuickBooks' own reports: ${reason}.`,
      counted: isOne ? 'transaction' : 'transactions',
      sum: `, sum ${sum} ${currency}`,
      where: "in QuickBooks' own report.",
    },
    es: {
      none: `los reportes propios de QuickBooks no dicen nada: ${unknown.reason(reason)}.`,
      counted: isOne ? 'transacción' : 'transacciones',
      sum: `, suma ${sum === null ? '' : amount(sum)} ${currency}`,
      where: 'en el reporte propio de QuickBooks.',
    },
  }[language]
  if (outcome === 'notWitnessed') return [`${title}: ${words.none}`]
  const money = sum === null ? '' : words.sum.trimEnd()
  return [`${title}: ${number(transactions)} ${words.counted}${money} ${words.where}`]
}
