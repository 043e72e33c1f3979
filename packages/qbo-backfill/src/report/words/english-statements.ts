import { leftOutText } from '../../plan/left-out.js'
import { englishNumber } from './english-page.js'
import { entityNoun } from './entity-names.js'
import type { StatementWords } from './statement-words.js'

const noun = (entity: string, count: number): string => {
  const { one, many } = entityNoun(entity, 'en')
  return `${englishNumber(count)} ${count === 1 ? one : many}`
}
const many = (entity: string): string => entityNoun(entity, 'en').many

export const englishStatements: StatementWords = {
  verdict: {
    complete: (what, range) => `${what} of ${range}: every one is in the table.`,
    mostly: (what, range) =>
      `${what} of ${range} are in the table, but for those that could not be stored and were acknowledged.`,
    others: (entities, records) =>
      `${englishNumber(records)} records of ${englishNumber(entities)} other entities`,
    nothing: (range) => `QuickBooks has no records of ${range}, and neither has the table.`,
    agrees: (toTheCent, sums) =>
      toTheCent && sums !== ''
        ? `QuickBooks’ own report agrees to the cent: ${sums}.`
        : 'QuickBooks’ own report lists the same transactions.',
    sumOf: (entity, sum) => `${sum} in ${many(entity)}`,
    points: (points) =>
      points === 1 ? 'One point deserves a look.' : `${englishNumber(points)} points deserve a look.`,
    missing: (missing, total, entity) =>
      `${englishNumber(missing)} of ${noun(entity, total)} ${missing === 1 ? 'is' : 'are'} missing.`,
    notStored: (records, entity) => `${noun(entity, records)} could not be stored.`,
    unread: (entities) => `Nothing is proved of ${entities}: they could not be read to the end.`,
    lost: (records, entity) =>
      `QuickBooks’ own report lists ${noun(entity, records)} that could not be read or stored.`,
    wrong: (entities) => `A check does not hold for ${entities}.`,
    rest: (entities) => `Complete: ${entities}.`,
  },
  basis: {
    title: 'What this rests on',
    counted: (entities, at) =>
      `QuickBooks’ count, the table’s and what this run itself has read are the same number, while nothing changed, as of ${at}: ${entities}.`,
    witnessed: (entities) =>
      `QuickBooks’ report TransactionList, an engine apart from its queries, lists the same transactions, each compared by its Id and its amount: ${entities}.`,
    byId: (entities) =>
      `The same report, compared by Id alone, since it shows the amount of a line and not of the whole: ${entities}.`,
    idsAlone: (entities) => `QuickBooks’ report TransactionList, compared by Id alone: ${entities}.`,
    holds: (claims) => `Also: ${claims}.`,
    claims: {
      rejects: 'no record was rejected',
      window: 'every record lies in its window',
      totals: 'every invoice’s total is its lines and taxes',
      references: 'every customer and item that an invoice names is there',
      fields: 'no field is new',
      volumetry: 'no window stands out from its neighbours',
    },
  },
  unknown: {
    title: 'What is not known',
    changed: (records, at) =>
      `${records} changed at QuickBooks after ${at}, while this run was under way. They are in the table as they were read then; the next run or sync proves them.`,
    notAsked: (entities) => `QuickBooks’ own reports were not asked about ${entities}.`,
    noReport: (entities) =>
      `No report of QuickBooks lists these one by one, so they rest on its queries alone: ${entities}.`,
    notWitnessed: (entities, reason) => `QuickBooks’ own reports say nothing of ${entities}: ${reason}.`,
    noAmounts: (entities, reason) => `Amounts are not compared for ${entities}, since ${reason}.`,
    reason: (text) => text,
    deletions: (entities) =>
      `QuickBooks does not tell every deletion since the run began: a record that is gone there may still be in the table (${entities}).`,
    visible: (entities) =>
      `Whether QuickBooks hides inactive records could not be found out for ${entities}.`,
    undated: (entities) =>
      `Records without a time of creation belong to no range, and are not in the table: ${entities}.`,
    leftOut: leftOutText,
    unloaded: (types) => `QuickBooks’ own report lists transactions that no table holds: ${types}.`,
    always: 'Balances of accounts are not compared: postings are in no record that QuickBooks gives.',
  },
  sum: {
    read: (count) => `${englishNumber(count)} read`,
    proved: (count) => `${englishNumber(count)} proved`,
    changed: (count, time) => `${englishNumber(count)} changed after ${time}`,
    missing: (count) => `${englishNumber(count)} missing`,
    refused: (count) => `${englishNumber(count)} not stored`,
    left: (count) =>
      count < 0 ? `${englishNumber(-count)} not read` : `${englishNumber(count)} gone from the range since`,
    found: (count) => `${englishNumber(count)} that only QuickBooks’ report listed`,
  },
  actions: {
    proof:
      'Run the same command again: it reads what is red once more. If the same records are missing then, open them in QuickBooks and report it.',
    rejects:
      'Look at them with “qbo-backfill rejects list”. “rejects replay” tries again; “rejects acknowledge” says that they may be absent, and by whom.',
    deletions: 'Run the range again: then every deletion since this run is known.',
    visible: 'Run the range again. If it stays, please report it.',
    witness:
      'Open some of them in QuickBooks. Run the range again: what the report lists and the table lacks is then read once more. Voided transactions and those of no amount are in no report.',
    rows: 'Please report this, with the message above.',
    window:
      'Open one of them in QuickBooks and look at its date. Run the range again; if it stays, please report it.',
    totals:
      'Open them in QuickBooks: the table holds exactly what QuickBooks says, so that a sum that is wrong here is wrong there.',
    references:
      'Load customers and items from an earlier date on: the same command with an earlier --from, for these entities.',
    fields: 'Nothing is lost: the payload has them. Tell those who read the tables that there is more now.',
    volumetry: 'Ask those who keep the books whether that time was so.',
  },
  otherAction: 'This check was added by whoever runs this program; ask them.',
}
