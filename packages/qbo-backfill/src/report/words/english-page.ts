import { groupedAmount } from './grouped-amount.js'
import type { PageWords } from './page-words.js'

const monthNames = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const

export function englishNumber(value: number | null): string {
  return value === null ? '–' : value.toLocaleString('en-US')
}

/** `1 record`, `2 records` */
export function englishCount(count: number, one: string, many = `${one}s`): string {
  return `${englishNumber(count)} ${count === 1 ? one : many}`
}

function englishDate(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-')
  return `${Number(day)} ${monthNames[Number(month) - 1] ?? month} ${year}`
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

export const englishPage: PageWords = {
  title: 'QuickBooks Online in your database',
  company: (realmId) => `Company ${realmId}`,
  sandbox: 'sandbox company',
  contents: 'On this page',
  status: { green: 'Green', yellow: 'Yellow', red: 'Red', unknown: 'Not proved' },
  times: (zone) => (zone === 'UTC' ? 'Times are UTC.' : `Times are of ${zone} unless they say UTC.`),
  sign: {
    title: 'Seen and approved',
    lines: ['Prepared by', 'Reviewed by'],
  },
  page: { page: 'Page', of: 'of', run: 'Run' },
  number: englishNumber,
  amount: (value) => (value === null ? '–' : groupedAmount(value, ',', '.')),
  seconds: (milliseconds) =>
    `${(milliseconds / 1000).toLocaleString('en-US', { maximumFractionDigits: 1 })} s`,
  date: englishDate,
  monthOf: (month) => `${monthNames[Number(month.slice(5, 7)) - 1] ?? ''} ${month.slice(0, 4)}`,
  monthNames,
  instant: (instant) => `${englishDate(instant.slice(0, 10))}, ${instant.slice(11, 16)} UTC`,
  list,
  records: (count) => englishCount(count, 'record'),
}
