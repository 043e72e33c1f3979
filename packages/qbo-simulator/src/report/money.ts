import type { ReportSettings } from './report-context.js'

/** Cents as a report writes them. Since 2026 nothing stands for zero. */
export function moneyText(cents: number, { isModern }: ReportSettings): string {
  return cents === 0 && isModern ? '' : (cents / 100).toFixed(2)
}
