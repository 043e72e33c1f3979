import { noticeText } from '../../plan/range-notice.js'
import type { EvidenceWords } from './words.js'

const number = (value: number | null): string => (value === null ? '–' : value.toLocaleString('en-US'))
const rows = (count: number): string => `${number(count)} ${count === 1 ? 'row' : 'rows'}`

export const english: EvidenceWords = {
  language: 'en',
  title: 'QuickBooks Online backfill',
  status: { green: 'Green', yellow: 'Yellow', red: 'Red', unknown: 'Not proved' },
  verdict: {
    green: 'Everything is there, and every check holds.',
    yellow: 'Nothing is wrong. Some points deserve a look.',
    red: 'Something is missing or wrong. Read the red points.',
  },
  facts: {
    company: 'Company',
    from: 'Start date',
    to: 'End date',
    zone: 'Time zone',
    settledBefore: 'Proved as of',
    started: 'Started',
    finished: 'Finished',
    apiCalls: 'API calls',
    duration: 'Duration of the last part',
    attempts: 'Starts',
    run: 'Run',
  },
  notIncluded: 'not included',
  entities: {
    title: 'Result',
    head: [
      'Entity',
      'Status',
      'At QuickBooks',
      'In the table',
      'Inserted',
      'Updated',
      'Unchanged',
      'Rejected',
      'API calls',
    ],
    help: '“At QuickBooks” is what QuickBooks counts in the range and has not changed since the proof began; “In the table” is the same set in your database.',
  },
  checks: {
    title: 'Checks',
    names: {
      proof: 'Completeness',
      rejects: 'Rejected records',
      window: 'Windows',
      totals: 'Invoice totals',
      references: 'References',
      fields: 'Fields',
      volumetry: 'Volumetry',
    },
  },
  checkMessage: (check) => check.message,
  notices: 'About the range',
  notice: noticeText,
  volumetry: {
    title: 'Rows per window',
    help: 'A bar has the colour of its entity. Every window with its numbers is in volumetry.csv.',
    heading: (entity, count, windows) => `${entity}: ${rows(count)} in ${number(windows)} windows`,
    units: {
      window: 'window',
      week: 'week',
      month: 'month',
      quarter: 'quarter',
      year: 'year',
    },
    caption: (most, unit) => `One bar a ${unit}; the tallest is ${rows(most)}.`,
    trimmed: (before, after) =>
      `Empty windows are not drawn: ${[
        ...(before > 0 ? [`${number(before)} before the first row`] : []),
        ...(after > 0 ? [`${number(after)} after the last`] : []),
      ].join(', ')}.`,
    bar: (first, count) => `${first}: ${rows(count)}`,
  },
  activity: {
    title: 'Calls over time',
    pages: 'pages read',
    failures: 'failed requests',
    help: (apiCalls, pages, failures) =>
      `${number(apiCalls)} API calls: ${number(pages)} pages read, ${number(failures)} failed requests, the rest counts and questions about changes.`,
    caption: (most, step) => `One bar ${step}; the tallest is ${number(most)}. Times are UTC.`,
    step: (seconds) => `every ${englishSpan(seconds)}`,
    bar: (at, pages, failures) => `${at}: ${number(pages)} pages, ${number(failures)} failed`,
  },
  failures: { title: 'Failed requests', head: ['Code', 'Times'] },
  outside: {
    title: 'What lies outside the range',
    none: (entity, total) => `${entity}: nothing. All ${rows(total)} at QuickBooks are in the range.`,
    some: (entity, count, total) =>
      `${entity}: ${number(count)} of the ${rows(total)} at QuickBooks when the run was planned.`,
    dropped: (entity, count) =>
      `${entity}: QuickBooks sent ${rows(count)} that had not been asked for; dropped.`,
  },
  segments: {
    title: 'Segments',
    head: ['Segment', 'Entity', 'Read by', 'Planned', 'Read', 'Pages', 'State'],
    kinds: {
      transaction: 'transaction date',
      created: 'time of creation',
      updated: 'time of last update',
      everything: 'everything',
    },
    states: { pending: 'pending', running: 'running', done: 'done', failed: 'failed' },
  },
  files: 'Beside this page: report.json (all of it, for programs) and volumetry.csv (for a spreadsheet).',
  number,
  seconds: (milliseconds) =>
    `${(milliseconds / 1000).toLocaleString('en-US', { maximumFractionDigits: 1 })} s`,
  date: (date) => date,
  instant: (instant) => instant.replace('T', ' ').replace('Z', ' UTC'),
}

function englishSpan(seconds: number): string {
  const [size, name] =
    seconds < 60
      ? [1, 'second']
      : seconds < 3600
        ? [60, 'minute']
        : seconds < 86_400
          ? [3600, 'hour']
          : [86_400, 'day']
  const count = Math.round(seconds / size)
  return count === 1 ? name : `${count} ${name}s`
}
