/** Grouping always: Spanish would leave four digits ungrouped, and columns of numbers would not line up. */
export function spanishNumber(value: number | null | undefined, fractionDigits = 0): string {
  if (value === null || value === undefined) return '–'
  return value.toLocaleString('es-EC', { useGrouping: 'always', maximumFractionDigits: fractionDigits })
}
