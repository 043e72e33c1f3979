/** Exact decimal text with its thousands apart and two places at least: a number of JavaScript would not hold every amount. */
export function groupedAmount(value: string, thousands: string, point: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/u.exec(value) ?? []
  const places = fraction.replace(/0+$/u, '').padEnd(2, '0')
  return `${sign}${whole.replaceAll(/\B(?=(?:\d{3})+$)/gu, thousands)}${point}${places}`
}
