import { sumOfDecimals } from '../../verdict/decimal.js'
import type { WitnessMonth } from '../../verdict/witness.js'
import type { Evidence } from '../facts/evidence.js'
import { groupBy } from '../facts/group-by.js'
import { escapeHtml, help, section, table } from './html.js'
import { sumDifference } from '../facts/witness-csv.js'
import { typeTitle } from '../words/entity-names.js'
import type { EvidenceWords } from '../words/words.js'

/** QuickBooks' number and sum of each type over the whole range, ours, and the difference: what an accountant signs. */
export function witnessSection({ witness, report }: Evidence, words: EvidenceWords): string {
  const { title, head, help: text } = words.witness
  const byType = groupBy(witness, ({ entity, type }) => `${entity} ${type}`)
  const rows = [...byType.values()].map((months) => typeLine(totalOf(months), words))
  const currencies = new Set(report.entities.flatMap(({ witness: said }) => said?.currency || []))
  return rows.length === 0
    ? ''
    : section(title, `${table(head, rows)}${help(escapeHtml(text([...currencies].join(', '))))}`)
}

/** A month of a type, or several added up. */
export function typeLine(month: WitnessMonth, words: EvidenceWords): readonly string[] {
  return [
    escapeHtml(typeTitle(month.entity, month.type, words.language)),
    words.number(month.reported),
    words.number(month.stored),
    words.number(month.reported - month.stored),
    words.amount(month.reportedSum),
    words.amount(month.storedSum),
    words.amount(sumDifference(month) ?? null),
  ]
}

function totalOf(months: readonly WitnessMonth[]): WitnessMonth {
  const [first] = months as [WitnessMonth, ...WitnessMonth[]]
  const sum = (texts: readonly (string | null)[]): string | null => {
    const known = texts.flatMap((text) => text ?? [])
    return known.length === 0 ? null : sumOfDecimals(known)
  }
  return {
    ...first,
    reported: months.reduce((count, { reported }) => count + reported, 0),
    stored: months.reduce((count, { stored }) => count + stored, 0),
    reportedSum: sum(months.map(({ reportedSum }) => reportedSum)),
    storedSum: sum(months.map(({ storedSum }) => storedSum)),
  }
}
