import { entityNoun } from 'qbo-backfill'
import { inSentence, knownRecord, records } from './known-record.ts'
import type { Words } from './words.ts'

const s = (count: number): string => (count === 1 ? '' : 's')
const companies = (count: number): string => (count === 1 ? '1 company' : `${count} companies`)
const list = new Intl.ListFormat('en', { type: 'conjunction' })

export const english: Words = {
  locale: 'en-US',
  title: 'Your clients’ QuickBooks, copied',
  subtitle: 'Whether the copy of each company in your database is complete and up to date.',
  asOf: (time, seconds) => `${time}, renewed every ${seconds} s`,
  asOfStill: (time) => `${time}, paused`,
  unreachable: (time) =>
    `The database does not answer. What you see is as of ${time}; this page tries again by itself.`,
  neverReached: 'The database does not answer. This page tries again by itself; the details are in the log.',
  dayAt: (day, time) => `${day} at ${time}`,
  hold: 'pause',
  renew: 'go on',
  leave: 'Log out',
  other: 'Español',

  states: { person: 'to act on', soon: 'to look at soon', working: 'being loaded', fine: 'fine' },
  lastDay: (synced, all) => `In the last 24 hours ${synced} of ${companies(all)} were synced`,
  yourTurn: (count) => (count === 0 ? 'none needs you' : count === 1 ? '1 needs you' : `${count} need you`),
  show: 'show',
  all: 'show all',
  calm: (count) => `${count} more ${count === 1 ? 'is' : 'are'} fine: show all`,
  connect: 'Connect a company',
  none: 'No company is connected yet. Connect the first: its history is loaded and checked at once.',
  legend: (sync, check) =>
    `“Complete”: the database has every record that QuickBooks counts, and every transaction that QuickBooks’ own reports list. Each night at ${sync} what changed is synced; each ${check} everything is checked again. A connection is renewed by each sync.`,

  records: (count, entity) => records(count, entity, 'en'),
  several: (entity) => entityNoun(entity, 'en').many,
  record: (entity, record) => knownRecord(entity, record, 'en', 'en-US'),
  theRecord: (entity, record) => inSentence(knownRecord(entity, record, 'en', 'en-US')),
  madeAt: (entity, time) => `One of the ${entityNoun(entity, 'en').many}, made ${time}`,
  reason: (text) => `QuickBooks says: “${text}”`,
  openIt: 'Open in QuickBooks',
  more: (count) => `and ${count} more, in the report`,

  calls: (taken, budget) => `QuickBooks calls this month: ${taken} of ${budget}, the limit that you have set`,
  spent: (budget, date) =>
    `All ${budget} QuickBooks calls of this month are used: every company waits until ${date}, 00:00 Pacific time. To go on before, restart the workers with a higher QBO_MONTHLY_CALL_BUDGET.`,
  enough: (date) => `Enough until ${date}, when the month begins anew.`,
  over: (date) => `At this pace they end on ${date}. Raise QBO_MONTHLY_CALL_BUDGET, or sync less often.`,
  noForecast: (date) =>
    `Counted anew from ${date}. How long they last is known after a day of syncs; first loads come once.`,

  heads: ['Company', 'Copy', 'Last sync', 'Now', 'Connection'],
  complete: 'Complete',
  completeBut: (what) => `Complete without ${what}, as accepted`,
  notYet: 'Not loaded yet',
  readAgain: 'Something was missing; all of it is read again',
  goesWithout: 'goes on without what QuickBooks fails to give, as accepted',
  checked: (age) => `checked ${age}`,
  times: (times) => `${times} times with this result`,
  notWitnessed: (entities) => `${entities}: QuickBooks’ own reports could not be asked`,
  idsAlone: (entities) => `${entities}: QuickBooks’ own reports show no amounts to compare`,
  never: 'none yet',
  tasks: {
    backfill: 'loading its history',
    sync: 'syncing',
    announced: 'syncing',
    verify: 'checking everything',
  },
  queued: (task) => `in the queue: ${task}`,
  orphaned: 'its worker is gone; another takes over within seconds',
  waitsForCalls: (task, date) => `${task}: waits for next month’s calls, ${date}`,
  waits: (task, time) => `${task}: tries again at ${time}, after an error`,
  isConnected: 'connected',
  days: (days) => `ends in ${days} day${s(days)}`,
  noConsent: 'not connected',
  report: 'Report',
  again: 'Try again',
  accept: 'Go on without it',
  reopen: 'Take that back',
  seen: 'Seen',
  reconnect: 'Connect again',

  disconnected: (company) => ({
    what: 'QuickBooks no longer lets us in: the consent was withdrawn, or has ended.',
    todo: `Connect again, and pick ${company} at QuickBooks; the work goes on from its place.`,
  }),
  endsToday: (company) => ({
    what: 'The consent ends within a day.',
    todo: `Connect again now, and pick ${company} at QuickBooks.`,
  }),
  endsSoon: (company, days) => ({
    what: `The consent ends in ${days} day${s(days)}.`,
    todo: `Connect again before that, and pick ${company} at QuickBooks.`,
  }),
  missing: (what) => `Missing in the database: ${what}.`,
  incomplete: (entities) => `Not known to be complete: ${entities}.`,
  correct: 'Correct it in QuickBooks, then try again; or go on without it.',
  seeReport: 'The report says what was found. Try again reads it once more.',
  nothingComes: 'Until then no changes of this company come; each night it is tried again.',
  onlyReported: (found) => ({
    what: 'Complete, with a remark.',
    todo: `QuickBooks’ queries hid ${list.format(found)}; its own report listed ${found.length === 1 ? 'it, and it is' : 'them, and they are'} in the database. Nothing to do.`,
  }),
  remarks: (entities) => ({
    what: `Complete, with a remark on ${entities}.`,
    todo: 'Read the report once.',
  }),
  oldProof: (days, when) => ({
    what: `Last checked ${days} days ago; it should be every week.`,
    todo: `Does a worker run then, ${when}? Try again checks it now.`,
  }),
  oldChanges: (hours, when) => ({
    what: `Not synced for ${hours} hours; it should be every night.`,
    todo: `Does a worker run at ${when}? They are at the foot of this page.`,
  }),
  stopped: (task, error) => ({
    what: `Stopped while ${task}: ${error}`,
    todo: 'Mend what it says, then try again.',
  }),
  causes: {
    QBO_SUBSCRIPTION_ENDED: {
      what: 'Its subscription at QuickBooks has ended.',
      todo: 'When it is renewed, try again.',
    },
    QBO_COMPANY_UNAVAILABLE: {
      what: 'QuickBooks has locked the company, or maintains it.',
      todo: 'Try again in some hours.',
    },
    QBO_FORBIDDEN: {
      what: 'Who connected it may not read everything that is asked for.',
      todo: 'Connect it again as an administrator of the company.',
    },
    QBO_CLIENT_REJECTED: {
      what: 'Intuit does not accept the app’s id and secret.',
      todo: 'Correct QBO_CLIENT_ID and QBO_CLIENT_SECRET, restart, then try again.',
    },
    QBO_ENVIRONMENT_MISMATCH: {
      what: 'The company belongs to another environment or another app.',
      todo: 'Correct QBO_ENVIRONMENT and the app’s keys, restart, then try again.',
    },
    QBO_TOKENS_UNREADABLE: {
      what: 'The stored consent was sealed with another QBO_TOKEN_KEY.',
      todo: 'Start every process with the old key, or connect the company again.',
    },
  },

  workers: (count) => `${count} worker${s(count)}`,
  noWorkers: 'No worker runs, so nothing goes on. Start one: npm start',
  noWorkersYet: 'No worker has started yet.',
  workerIdle: 'waits for work',
  events: 'Last events',
  noEvents: 'Nothing has happened yet.',
  companies,
  past: {
    connected: (who) => `${who}: connected`,
    retried: (who) => `${who}: somebody asked to try again`,
    accepted: (who) => `${who}: somebody let it go on without what is missing`,
    reopened: (who) => `${who}: somebody took back that it goes on without what is missing`,
    stopped: (who, why) => `${who}: stopped, needs you. ${why}`,
    lost: (who, worker) =>
      who === ''
        ? `Worker ${worker} ended without a word; the others go on.`
        : `Worker ${worker} ended without a word; others went on with ${who}.`,
    backfill: (who, found) => `${who}: history loaded, ${found}`,
    sync: (who, found) => `${who}: synced, ${found}`,
    verify: (who, found) => `${who}: checked again, ${found}`,
  },
  found: { green: 'complete', yellow: 'complete with a remark', red: 'something is missing' },

  token: 'Access token',
  tokenHint: 'It is the FLEET_PAGE_TOKEN that the page was started with.',
  wrongToken: 'That is not the token. Nothing was opened.',
  open: 'Open',
  connected: (company) => `${company} is connected. It is being loaded, or goes on where it stopped.`,
  otherCompany: (company, expected) =>
    `You picked another company: ${company} is connected now, ${expected} is not yet. Connect it again and pick ${expected}.`,
  retried: (company) => `${company} is tried again.`,
  accepted: (company) => `${company} goes on without what QuickBooks fails to give; all else is checked now.`,
  reopened: (company) => `${company} is loaded again; then its line says what is missing.`,
  consentFailed:
    'The consent did not come to its end: it was refused, took longer than ten minutes, or was begun in another browser. Nothing has changed.',
  noReport: 'There is no report of that.',
  back: 'Back to the companies',
  commands:
    'Where this report names a command, use the page of the companies: “Try again” reads again, “Go on without it” accepts what is missing; syncs and checks come by themselves.',
}
