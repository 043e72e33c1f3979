import { noticeText } from '../../plan/range-notice.js'
import { englishCount, englishNumber, englishPage } from './english-page.js'
import { englishStatements } from './english-statements.js'
import { englishSync, englishVerify } from './english-aftercare.js'
import { entityNoun, entityTitle } from './entity-names.js'
import { withoutEntity } from './without-entity.js'
import type { EvidenceWords } from './words.js'

const number = englishNumber
const records = englishPage.records

export const english: EvidenceWords = {
  ...englishPage,
  ...englishStatements,
  verify: englishVerify,
  sync: englishSync,
  language: 'en',
  entities: {
    title: 'How the numbers add up',
    help: 'Read is what this run was given by QuickBooks. Proved is what QuickBooks counts, what the table holds and what was read, all the same.',
    head: ['Entity', 'Status', 'How it adds up', 'Amount', 'QuickBooks’ own report'],
    notCounted: 'not counted, since it could not be read to the end',
    agrees: (transactions) => `agrees, ${englishCount(transactions, 'transaction')}`,
    agreesById: (transactions) =>
      `agrees by Id, ${englishCount(transactions, 'transaction')}; amounts are not compared`,
    agreesSince: (transactions, found) =>
      `agrees, ${englishCount(transactions, 'transaction')}, ${number(found)} of them read because of it`,
    differs: 'differs, see below',
    notAsked: '–',
  },
  findings: {
    title: { red: 'What is missing and what to do', yellow: 'What deserves a look' },
    head: ['Document', 'Date', 'Customer or name', 'Amount', 'Id', 'QuickBooks'],
    open: 'Open',
    toDo: 'What to do:',
    nothingToDo: 'Nothing. QuickBooks’ queries hid it, its report did not; it was read by its Id.',
    more: (rows) => `${number(rows)} more`,
    unlisted: (rows) => `And ${number(rows)} more that ${rows === 1 ? 'is' : 'are'} not named here.`,
    states: {
      missing: 'Missing in the table',
      open: 'Not stored',
      acknowledged: 'Not as it came, acknowledged',
      saved: 'Stored with replaced characters',
    },
    drifts: {
      appeared: 'New at QuickBooks',
      changed: 'Changed at QuickBooks',
      left: 'Gone at QuickBooks, or out of the range',
    },
    amounts: (reported, stored) => `${reported} in QuickBooks’ report, ${stored} in the table`,
    names: (entity, id) => `names ${entityNoun(entity, 'en').one} ${id}`,
  },
  months: {
    title: 'Month by month',
    help: 'What the table holds, by month. Coloured is only what differs from what QuickBooks counts or lists.',
    amounts: (currency) =>
      `Amounts are without signs${currency === '' ? '' : `, in ${currency}`}, of the transactions that QuickBooks’ own report was compared with.`,
    month: 'Month',
    total: 'Total',
    lookInto: 'Look into the months',
    typesHead: [
      'Type',
      'In QuickBooks’ report',
      'In the table',
      'Difference',
      'Sum in QuickBooks’ report',
      'Sum in the table',
      'Difference of sums',
    ],
    windows: 'Windows with records',
    differing: 'Windows that differ',
    windowHead: ['From', 'Up to, not including', 'Expected', 'In the table', 'Difference'],
    elsewhere: 'Each window with its numbers is in volumetry.csv.',
  },
  witness: {
    title: 'Beside QuickBooks’ own reports',
    head: [
      'Type',
      'Transactions in QuickBooks’ report',
      'In the table',
      'Difference',
      'Sum in QuickBooks’ report',
      'Sum in the table',
      'Difference of sums',
    ],
    help: (currency) =>
      `Transactions of the whole range that had not changed since the proof began. To see the same number in QuickBooks: Reports, Transaction List by Date, this type and these dates. Sums are without signs${currency === '' ? '' : `, in ${currency}`}. By month: below, and in witness.csv. QuickBooks may book a transaction in another month than its date.`,
  },
  before: {
    title: 'Against the run before',
    help: (finished, range) => `The run that ended ${finished}, over ${range}.`,
    head: ['Entity', 'Before', 'Now', 'Change', 'Status before', 'Status now'],
    fresh: 'New:',
    gone: 'No longer so:',
    same: 'The same findings as before.',
  },
  checks: {
    title: 'Checks',
    allHold: (checks) => (checks === 1 ? 'The one check holds' : `All ${englishCount(checks, 'check')} hold`),
    someHold: (checks) => `${englishCount(checks, 'other check')} hold${checks === 1 ? 's' : ''}`,
    names: {
      proof: 'Completeness',
      deletions: 'Deletions',
      visible: 'Hidden records',
      rows: 'Look through the rows',
      rejects: 'Rejected records',
      witness: 'QuickBooks’ own reports',
      window: 'Windows',
      totals: 'Invoice totals',
      references: 'References',
      fields: 'Fields',
      volumetry: 'Volumetry',
    },
    expected: {
      proof: 'Table, QuickBooks and this run have the same number',
      deletions: 'Every deletion is known',
      visible: 'QuickBooks hides none from us',
      rows: 'Every row can be looked through',
      rejects: 'None',
      witness: 'The same transactions and amounts',
      window: 'Every record lies in its window',
      totals: 'Total = subtotal − discount + tax',
      references: 'All that is named is there',
      fields: 'None that was never seen before',
      volumetry: 'No window stands out',
    },
    head: ['Check', 'Entity', 'Status', 'Observed', 'Expected'],
  },
  checkMessage: (check) => withoutEntity(check.message, check.entity),
  notice: (notice) => noticeText(notice).replace(notice.entity, entityTitle(notice.entity, 'en')),
  outside: {
    title: 'The range, and what lies outside it',
    none: (entity, total) =>
      `${entity}: nothing lies outside. All ${records(total)} at QuickBooks are in the range.`,
    some: (entity, count, total) =>
      `${entity}: ${number(count)} of the ${records(total)} at QuickBooks when the run was planned ${count === 1 ? 'lies' : 'lie'} outside the range.`,
    dropped: (entity, count) =>
      `${entity}: QuickBooks sent ${records(count)} that had not been asked for; dropped.`,
  },
  appendix: {
    title: 'Technical appendix',
    facts: {
      realm: 'Company (realm)',
      from: 'Start of the range',
      to: 'End of the range',
      settledBefore: 'Proved as of',
      started: 'Started',
      finished: 'Finished',
      apiCalls: 'API calls',
      duration: 'Duration of the last part',
      attempts: 'Starts',
      run: 'Run',
      program: 'Program',
      hash: 'SHA-256 of report.json',
    },
    notIncluded: 'not included',
    counters: {
      title: 'What became of the records',
      head: [
        'Entity',
        'At QuickBooks',
        'In the table',
        'Inserted',
        'Updated',
        'Unchanged',
        'Older than stored',
        'Rejected',
        'API calls',
        'Seconds',
      ],
    },
  },
  activity: {
    title: 'Calls over time',
    pages: 'pages read',
    failures: 'failed requests',
    help: (apiCalls, pages, failures) =>
      `${englishCount(apiCalls, 'API call')}: ${englishCount(pages, 'page')} read, ${englishCount(failures, 'failed request')}, the rest counts and questions about changes.`,
    caption: (most, step) => `One bar ${step}; the tallest is ${number(most)}. Times are UTC.`,
    step: (seconds) => `every ${englishSpan(seconds)}`,
    bar: (at, pages, failures) => `${at}: ${englishCount(pages, 'page')}, ${number(failures)} failed`,
  },
  failures: { title: 'Failed requests', head: ['Code', 'Times'] },
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
  index: {
    title: 'Runs',
    all: (runs) => englishCount(runs, 'run'),
    latest: (started) => `So ended the newest run that is finished, begun ${started}.`,
    none: 'No run is finished yet.',
    kept: 'Verifications and syncs',
    keptHead: ['When', 'What', 'Range', 'Entities', 'Status', 'Findings', 'API calls'],
    kinds: { verify: 'Verification', sync: 'Sync' },
    head: ['Started', 'Range', 'Entities', 'Status', 'Findings', 'API calls', 'Run'],
    states: { running: 'not finished', failed: 'not read to the end', expired: 'given up' },
  },
  files:
    'Beside this page: report.json (all of it, for programs), volumetry.csv and witness.csv (for a spreadsheet), and manifest.json (the SHA-256 of each, and of the rows).',
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
  return count === 1 ? name : englishCount(count, name)
}
