import { differenceOfDecimals } from '../../verdict/decimal.js'
import type { WitnessMonth } from '../../verdict/witness.js'

/** QuickBooks' number and sum of each month and type beside ours, as a spreadsheet reads it. */
export function witnessCsv(months: readonly WitnessMonth[]): string {
  const head =
    'entity,type,month,reported_count,stored_count,count_difference,reported_sum,stored_sum,sum_difference'
  const lines = months.map((month) =>
    [
      month.entity,
      month.type,
      month.month.slice(0, 7),
      month.reported,
      month.stored,
      month.reported - month.stored,
      month.reportedSum ?? '',
      month.storedSum ?? '',
      sumDifference(month) ?? '',
    ].join(','),
  )
  return `${[head, ...lines].join('\n')}\n`
}

/** Exact decimal text; undefined where only Ids are compared. */
export function sumDifference({
  reported,
  reportedSum,
  stored,
  storedSum,
}: WitnessMonth): string | undefined {
  // A side without a row has no sum, which is nothing; one with rows and no sum is not compared.
  if ((reported > 0 && reportedSum === null) || (stored > 0 && storedSum === null)) return undefined
  return differenceOfDecimals(reportedSum ?? '0', storedSum ?? '0')
}
