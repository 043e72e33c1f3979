import { entityTitle } from '../../report/words/entity-names.js'
import { wordsOf } from '../../report/words/words-of.js'
import type { Colour } from '../../verdict/colour.js'
import type { SyncReport } from '../../verdict/sync-report.js'
import type { VerifyReport } from '../../verdict/verify-report.js'
import type { WitnessReport } from '../../verdict/witness.js'
import type { Language } from '../words/language.js'
import { shownEntity } from '../words/shown-entity.js'

/** What QuickBooks' own reports said of an entity, if they were asked. What is not as it should be stands among its findings. */
export function witnessText(
  { entity, witness }: { readonly entity: string; readonly witness?: WitnessReport | undefined },
  language: Language,
): readonly string[] {
  if (witness === undefined) return []
  const { outcome, reason = '', transactions, sum, currency, noAmounts = '' } = witness
  const { number, amount, unknown } = wordsOf(language)
  const title = shownEntity(entity, language)
  const isOne = transactions === 1
  const words = {
    en: {
      none: `not witnessed by QuickBooks' own reports: ${reason}.`,
      counted: isOne ? 'transaction' : 'transactions',
      sum: `, sum ${sum} ${currency}`,
      where: "in QuickBooks' own report",
      but: `; amounts are not compared, since ${noAmounts}`,
    },
    es: {
      none: `los reportes propios de QuickBooks no dicen nada: ${unknown.reason(reason)}.`,
      counted: isOne ? 'transacción' : 'transacciones',
      sum: `, suma ${sum === null ? '' : amount(sum)} ${currency}`,
      where: 'en el reporte propio de QuickBooks',
      but: `; no se compararon los montos: ${unknown.reason(noAmounts)}`,
    },
  }[language]
  if (outcome === 'notWitnessed') return [`${title}: ${words.none}`]
  const money = sum === null ? '' : words.sum.trimEnd()
  const but = noAmounts === '' ? '' : words.but
  return [`${title}: ${number(transactions)} ${words.counted}${money} ${words.where}${but}.`]
}

/** What a verification or a sync found, and what to do: as the report says it, or from its facts in Spanish. */
export function findingsIn(
  { entities }: VerifyReport | SyncReport,
  kind: 'verify' | 'sync',
  language: Language,
): readonly string[] {
  if (language === 'en') return entities.flatMap(({ findings }) => findings)
  const { message, actions } = wordsOf(language)[kind]
  return entities
    .flatMap(({ checks }) => checks)
    .map((check) => `${ofEntity(check.entity, message(check))} ${actions[check.name] ?? ''}`.trimEnd())
}

/** In Spanish a sentence goes on in small letters behind a colon, but for a name such as QuickBooks. */
export function ofEntity(entity: string, sentence: string): string {
  const said = sentence.replace(/^\p{Lu}(?=\p{Ll}*[ ,])/u, (first) => first.toLowerCase())
  return `${entityTitle(entity, 'es')}: ${said}`
}

/** `GREEN: 12 API calls, 3.4 s.`: the colour, what it cost, and before that whatever is said of it. */
export function lastLine(
  {
    status,
    apiCalls,
    durationMs,
  }: {
    readonly status: Colour
    readonly apiCalls: number
    readonly durationMs: number
  },
  language: Language,
  before = '',
): string {
  const seconds = (durationMs / 1000).toFixed(1)
  const calls =
    language === 'es'
      ? `${apiCalls} ${apiCalls === 1 ? 'llamada' : 'llamadas'} a la API, ${seconds.replace('.', ',')} s`
      : `${apiCalls} API ${apiCalls === 1 ? 'call' : 'calls'}, ${seconds} s`
  return `${wordsOf(language).status[status].toUpperCase()}: ${before}${calls}.`
}

/** The last cell of a row. */
export function statusCell(status: Colour, language: Language): string {
  return wordsOf(language).status[status].toLowerCase()
}
