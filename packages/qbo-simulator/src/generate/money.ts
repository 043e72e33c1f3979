/**
 * Cents as a JSON number. Money is whole cents throughout, so that sums are exact; written as JavaScript would write
 * it again, so that a test may compare what it parsed with what was served.
 */
export function formatCents(cents: number): string {
  return String(cents / 100)
}
