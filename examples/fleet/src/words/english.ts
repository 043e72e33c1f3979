import type { Words } from './words.ts'

const s = (count: number): string => (count === 1 ? '' : 's')

export const english: Words = {
  locale: 'en-US',
  title: 'Your companies’ books at a glance',
  asOf: (time, seconds) => `As of ${time}, renewed every ${seconds} s`,
  asOfStill: (time) => `As of ${time}, not renewed`,
  unreachable: (time) =>
    `The database does not answer. What you see is as of ${time}; this page tries again by itself.`,
  neverReached: 'The database does not answer. This page tries again by itself; the details are in the log.',
  hold: 'hold still',
  renew: 'renew again',
  leave: 'Log out',
  other: 'Español',

  states: { person: 'need you', soon: 'to look at soon', working: 'not proved yet', fine: 'fine' },
  inAll: (companies, busy) =>
    `${companies} compan${companies === 1 ? 'y' : 'ies'} in all, ${busy} being worked on now`,
  oldest: (age) => `oldest proof: ${age}`,
  all: 'show all',
  shownAlone: (companies, state) => `Only the ${companies} “${state}” are shown:`,
  calm: (companies) => `${companies} more ${companies === 1 ? 'is' : 'are'} fine: show them`,
  connect: 'Connect a company',
  none: 'No company is connected yet. Connect the first: its history is loaded and proved at once.',
  legend:
    '“Complete” means that the database has every record that QuickBooks counts and every transaction that QuickBooks’ own reports list; what no report could confirm is named. Changes come every night, the proof of everything every Sunday.',

  calls: (taken, budget, left) => `${taken} of this month’s ${budget} API calls are used, ${left} left`,
  spent: (budget, date) =>
    `All ${budget} API calls of this month are used: every company waits until ${date}, 00:00 Pacific time. To go on before, restart the workers with a higher QBO_MONTHLY_CALL_BUDGET.`,
  forecast: (calls, date) => `about ${calls} by ${date}, as syncs and proofs have gone in the last days`,
  over: (date) => `more than there are: work will stop before ${date}. Raise the budget, or sync less often.`,
  noForecast: 'a forecast comes after a day of syncs',
  keyUsed: 'used',
  keyForecast: 'expected by the end of the month',

  heads: ['Companies', 'Books', 'Changes', 'Now', 'Consent'],
  complete: 'Complete',
  notYet: 'Not proved yet',
  proved: (age) => `proved ${age}`,
  checked: (age) => `checked ${age}`,
  notWitnessed: (entities) => `${entities}: not confirmed by QuickBooks’ own reports`,
  brought: (age) => `brought ${age}`,
  loaded: (age) => `loaded ${age}`,
  tasks: {
    backfill: 'loading its history',
    sync: 'bringing changes',
    announced: 'bringing changes',
    verify: 'proving everything again',
  },
  idle: 'idle',
  queued: (task) => `in the queue: ${task}`,
  waitsForCalls: (task, date) => `${task}: waits for next month’s calls, ${date}`,
  waits: (task, time) => `${task}: tries again at ${time}, after an error`,
  days: (days) => `valid ${days} day${s(days)}`,
  noDays: 'valid',
  noConsent: 'none',
  report: 'What exactly',
  again: 'Try again',
  reconnect: 'Connect again',

  disconnected: {
    what: 'QuickBooks no longer lets us in: the consent was withdrawn, or has ended.',
    todo: 'Connect the company again; the work goes on from its place.',
  },
  endsToday: {
    what: 'The consent ends within a day.',
    todo: 'Connect the company again now.',
  },
  endsSoon: (days) => ({
    what: `The consent ends in ${days} day${s(days)}.`,
    todo: 'Connect the company again before that.',
  }),
  missing: (what) => ({
    what: `Missing in the database: ${what}.`,
    todo: 'See which records it is and what to do; then try again.',
  }),
  incomplete: (entities) => ({
    what: `Not proved complete: ${entities}.`,
    todo: 'See what was found and what to do; then try again.',
  }),
  remarks: (entities) => ({
    what: `Complete, with a remark on ${entities}.`,
    todo: 'Read it once; the next proof clears it if it no longer holds.',
  }),
  oldProof: (days) => ({
    what: `Last proved ${days} days ago; it should be every week.`,
    todo: 'Does a worker run on Sundays at 09:00 UTC? Try again proves it now.',
  }),
  oldChanges: (hours) => ({
    what: `No changes brought for ${hours} hours; it should be every night.`,
    todo: 'Does a worker run at 07:15 UTC? See the workers below.',
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
  workerIdle: 'waits for work',
  events: 'Last events',
  noEvents: 'Nothing has happened yet.',
  past: {
    connected: (companies) => `${companies}: connected`,
    retried: (companies) => `${companies}: somebody asked to try again`,
    stopped: (companies, code) => `${companies}: stopped, needs you (${code})`,
    lost: (companies, worker) => `Worker ${worker} was lost; back in the queue: ${companies}`,
    backfill: (companies, colour) => `${companies}: history loaded, ${colour}`,
    sync: (companies, colour) => `${companies}: changes brought, ${colour}`,
    verify: (companies, colour) => `${companies}: proved again, ${colour}`,
  },
  found: { green: 'complete', yellow: 'complete with remarks', red: 'something is missing' },
  by: (worker) => `by ${worker}`,

  token: 'Access token',
  tokenHint: 'It is the FLEET_PAGE_TOKEN that the page was started with.',
  wrongToken: 'That is not the token. Nothing was opened.',
  open: 'Open',
  connected: (company) => `${company} is connected. It is being loaded, or goes on where it stopped.`,
  otherCompany: (company, expected) =>
    `You picked another company: ${company} is connected now, ${expected} is not yet. Connect it again and pick ${expected}.`,
  retried: (company) => `${company} is tried again.`,
  consentFailed:
    'The consent did not come to its end: it was refused, took longer than ten minutes, or was begun in another browser. Nothing has changed.',
  noReport: 'There is no report of that.',
  back: 'Back to the companies',
}
