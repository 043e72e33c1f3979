/**
 * A bare date (TxnDate, DueDate) as a number that sorts like it: 20240131 for `2024-01-31`. Undefined when it is
 * no date of the calendar. It never passes through a JavaScript Date, which would give it a zone.
 */
export function parseCivilDate(text: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (match === null) return undefined
  const year = Number(match[1])
  const month = Number(match[2])
  const day = Number(match[3])
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined
  return year * 10_000 + month * 100 + day
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
