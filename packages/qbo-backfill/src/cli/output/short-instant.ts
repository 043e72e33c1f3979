/** An instant in UTC as a column has room for it: a midnight is its date, anything else its date and minute. */
export function shortInstant(instant: string): string {
  const [date = '', time = ''] = instant.split('T')
  return time === '' || time.startsWith('00:00:00') ? date : `${date} ${time.slice(0, 5)}`
}
