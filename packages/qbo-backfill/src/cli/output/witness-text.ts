import type { WitnessReport } from '../../verdict/witness.js'

/** What QuickBooks' own reports said of an entity, if they were asked. What is not as it should be stands among its findings. */
export function witnessText({
  entity,
  witness,
}: {
  readonly entity: string
  readonly witness?: WitnessReport | undefined
}): readonly string[] {
  if (witness === undefined) return []
  const { outcome, reason, transactions, sum, currency } = witness
  if (outcome === 'notWitnessed') return [`${entity}: not witnessed by QuickBooks' own reports: ${reason}.`]
  const money = sum === null ? '' : `, sum ${sum} ${currency}`.trimEnd()
  return [
    `${entity}: ${transactions.toLocaleString('en-US')} transactions${money} in QuickBooks' own report.`,
  ]
}
