/** A field as text; '' when there is none. */
export function textOf(holder: Readonly<Record<string, unknown>>, field: string): string {
  const value = holder[field]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** An amount in whole cents; 0 when there is none. */
export function centsOf(holder: Readonly<Record<string, unknown>>, field: string): number {
  const cents = Math.round(Number(holder[field] ?? 0) * 100)
  return Number.isFinite(cents) ? cents : 0
}

/** The Id that a reference such as `AccountRef` points to. */
export function referenceOf(holder: Readonly<Record<string, unknown>>, field: string): string | undefined {
  const { value } = objectOf(holder, field)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** An object inside; an empty one when there is none. */
export function objectOf(
  holder: Readonly<Record<string, unknown>>,
  field: string,
): Readonly<Record<string, unknown>> {
  const value = holder[field]
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

/** Objects of a list; none when there is no list. */
export function listOf(
  holder: Readonly<Record<string, unknown>>,
  field: string,
): readonly Readonly<Record<string, unknown>>[] {
  const value = holder[field]
  return Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : []
}
