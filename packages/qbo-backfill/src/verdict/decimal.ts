/** Exact arithmetic on decimal texts such as `-12.50`: a number of JavaScript would not hold every amount. */

/** Their sum, with as many places as the longest of them. */
export function sumOfDecimals(texts: readonly string[]): string {
  const places = Math.max(0, ...texts.map(placesOf))
  return decimalText(
    texts.reduce((sum, text) => sum + unitsOf(text, places), 0n),
    places,
  )
}

export function differenceOfDecimals(a: string, b: string): string {
  const places = Math.max(placesOf(a), placesOf(b))
  return decimalText(unitsOf(a, places) - unitsOf(b, places), places)
}

/** Whether it is further from nothing than the limit. */
export function isBeyond(text: string, limit: string): boolean {
  const places = Math.max(placesOf(text), placesOf(limit))
  const units = unitsOf(text, places)
  return (units < 0n ? -units : units) > unitsOf(limit, places)
}

function placesOf(text: string): number {
  return text.split('.')[1]?.length ?? 0
}

function unitsOf(text: string, places: number): bigint {
  const [whole = '', fraction = ''] = text.split('.')
  return BigInt(whole + fraction.padEnd(places, '0'))
}

function decimalText(units: bigint, places: number): string {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0')
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
  return units < 0n ? `-${text}` : text
}
