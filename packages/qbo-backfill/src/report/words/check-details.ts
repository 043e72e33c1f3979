/** Details come from the database: what is not there makes the whole sentence fall back. */
export type Details = Readonly<Record<string, unknown>>

export function count(details: Details, name: string): number | undefined {
  const value = details[name]
  return typeof value === 'number' ? value : undefined
}

export function entries(details: Details, name: string): readonly unknown[] {
  const value = details[name]
  return Array.isArray(value) ? value : []
}
