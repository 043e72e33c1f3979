import type { SyncWords, VerifyWords } from './aftercare-words.js'
import { englishCount, englishNumber, englishPage } from './english-page.js'
import { entityNoun } from './entity-names.js'
import { withoutEntity } from './without-entity.js'
import type { Check } from '../../verdict/check.js'

const noun = (entity: string, count: number): string => {
  const { one, many } = entityNoun(entity, 'en')
  return `${englishNumber(count)} ${count === 1 ? one : many}`
}
/** Findings tell instants as programs write them. */
const message = (check: Check): string =>
  withoutEntity(check.message, check.entity).replaceAll(/\d{4}(?:-\d\d){2}T[\d:]+Z/gu, englishPage.instant)

const rejects =
  'Look at them with “qbo-backfill rejects list”. “rejects replay” tries again; “rejects acknowledge” says that they may be absent, and by whom.'
const readAgain = 'Read the range again with “qbo-backfill run”.'

export const englishVerify: VerifyWords = {
  subtitle: (range, at) => (at === '' ? `Verification of ${range}` : `Verification of ${range}, on ${at}`),
  verdict: {
    same: (what, range) =>
      `${what} of ${range}: all that runs had proved is in the table, and QuickBooks holds the same.`,
    there: (what, range) => `${what} of ${range}: all that runs had proved is in the table.`,
    moved: ({ appeared, changed, left }) =>
      `QuickBooks has moved on since: ${englishNumber(appeared)} new, ${englishNumber(changed)} changed, ${englishNumber(left)} gone.`,
    missing: (records, entity) =>
      `${noun(entity, records)} that a run had proved ${records === 1 ? 'is' : 'are'} not in the table as proved.`,
    different: (records, compared, entity) =>
      `${englishNumber(records)} of ${noun(entity, compared)} that ${compared === 1 ? 'was' : 'were'} compared in full ${records === 1 ? 'differs' : 'differ'} from QuickBooks.`,
    listed: (records, entity) =>
      `QuickBooks’ own report lists ${noun(entity, records)} that the table lacks.`,
  },
  basis: {
    compared: (entities) =>
      `Each record that QuickBooks shows of the range was looked up in the table, by its Id and version; of entities with more than 16,000 rows only where QuickBooks’ count of a part differs from the table’s: ${entities}.`,
    deep: (equal, compared, entity) =>
      `Chosen by chance, read again and compared in full: ${englishNumber(equal)} of ${noun(entity, compared)} ${equal === 1 ? 'is' : 'are'} the same to the last character.`,
    onlyRead: 'Nothing was written to the tables.',
  },
  noPayloads:
    'What a record holds was not compared: the same version is taken for the same record. “--deep 50” compares so many in full.',
  head: ['Entity', 'Status', 'At QuickBooks', 'In the table', 'Not as proved', 'New', 'Changed', 'Gone'],
  headHelp:
    'At QuickBooks and In the table count what has not changed since the run; the columns after them, what differs one by one.',
  windows: {
    title: 'Where the differences are',
    first: 'The first 100 windows of each entity.',
    head: ['From', 'Up to, not including', 'Not as proved', 'New', 'Changed', 'Gone'],
  },
  facts: { at: 'Asked, by QuickBooks’ clock', runs: 'Compared with run' },
  names: {
    proved: 'Not as proved',
    unseen: 'Not shown by QuickBooks',
    unanswered: 'Not to be looked up',
    unclear: 'Without a readable date or version',
    unstable: 'The table did not stand still',
    payloads: 'Other content than at QuickBooks',
    unreadable: 'Not to be compared in full',
    stored: 'Rejected records',
    current: 'QuickBooks has moved on',
    newer: 'QuickBooks has moved on',
  },
  actions: {
    proved: readAgain,
    unseen: `Verify again; if it stays: ${readAgain} It lists them.`,
    unanswered: 'Verify again. If it stays, please report it.',
    unclear: readAgain,
    unstable: 'Verify again while no run or sync is at work.',
    payloads: readAgain,
    unreadable: 'Open them in QuickBooks. If it stays, please report it.',
    stored: rejects,
    current:
      'Bring the table up to date with “qbo-backfill sync”. Deletions that it does not find, “qbo-backfill sync --sweep” finds, or a run over the range.',
    newer: 'Bring the table up to date with “qbo-backfill sync”.',
    witness:
      'Open some of them in QuickBooks. What the report lists and the table lacks, “qbo-backfill run” over the range reads; what is gone, “qbo-backfill sync --sweep” marks.',
  },
  message,
}

export const englishSync: SyncWords = {
  subtitle: (at) => `Sync of ${at}`,
  verdict: {
    upToDate: (at) => `All changes and deletions that QuickBooks told of up to ${at} are in the table.`,
    asTold: (at) => `What QuickBooks told of its changes up to ${at} is in the table.`,
    brought: (inserted, updated, deleted) =>
      `The sync brought ${englishCount(inserted, 'new record')}, ${englishCount(updated, 'newer version')} and ${englishCount(deleted, 'deletion')}.`,
    nothing: 'There was nothing to bring.',
  },
  basis: {
    cdc: (entities, since) =>
      `QuickBooks’ change data capture, which tells changes and deletions, was asked from ${since} on: ${entities}.`,
    query: (entities, since) =>
      `All that was updated since ${since} was asked for by query; change data capture does not tell all of it: ${entities}.`,
    whole: (entities) => `All of it was read, since it has no time to ask by: ${entities}.`,
  },
  unknownDeletions: (entities) =>
    `QuickBooks did not tell every deletion: a record that is gone there may still be in the table (${entities}).`,
  notBefore:
    'What was loaded before, and has not changed since, was not looked at again; “qbo-backfill verify” does that.',
  methods: { cdc: 'changes', query: 'query', whole: 'all of it' },
  whole: '–',
  head: ['Entity', 'Status', 'Asked by', 'Since', 'New', 'Newer version', 'Deleted', 'As it was'],
  facts: { at: 'Done', sync: 'Sync' },
  names: {
    stored: 'Rejected records',
    versions: 'New versions',
    deletions: 'Deletions',
    whole: 'Records that are not as they came',
  },
  actions: {
    stored: rejects,
    versions: 'Sync again.',
    deletions:
      'Each sync looks some of them up. To know them all at once: “qbo-backfill sync --sweep”, or a run over the range.',
    whole: rejects,
  },
  message,
}
