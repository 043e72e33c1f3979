import { counted } from '../verdict/counted.js'
import type { EntityName } from 'qbo-client'
import { colourOf, syncClaims, type Facts, type Knowledge, type SyncClaim } from '../verdict/colour.js'
import { said, type Said } from '../verdict/said.js'
import type { Untold } from './ask-changes.js'
import { mostRowsLookedUp } from './confirm-rows.js'
import type { SyncedEntity } from '../verdict/sync-report.js'
import type { RejectCounts } from 'qbo-raw-sink'

export interface SyncEvidence {
  readonly entity: EntityName
  /** From where it was asked; null where all of it was read. */
  readonly since: string | null
  /** Whether every new version since then is known. */
  readonly versions: Knowledge
  /** Records that are here as change data capture shows them, since QuickBooks would not give them by Id. */
  readonly ungiven: number
  /** Why QuickBooks did not tell every deletion since then. */
  readonly untold: readonly Untold[]
  /** Live rows that may be gone, and have not been looked up yet. */
  readonly open: number
  /** Why the sweep that was asked for told nothing; undefined where it did, or none was asked for. */
  readonly unswept: string | undefined
  /** Of the entity, whoever met them; `saved` by this sync. */
  readonly rejects: RejectCounts
}

/** Green: every change and every deletion that QuickBooks tells is in the table, and with a sweep those that it does not. */
export function syncVerdict(
  evidence: SyncEvidence,
): Pick<SyncedEntity, 'status' | 'deletionsKnown' | 'checks' | 'findings'> {
  const { versions, open, unswept, rejects } = evidence
  const facts: Facts<SyncClaim> = {
    versions,
    deletions: open === 0 && unswept === undefined ? 'right' : 'unknown',
    stored: rejects.open === 0 ? 'right' : 'wrong',
    whole: rejects.saved + rejects.acknowledged === 0 ? 'right' : 'wrong',
  }
  const claims: readonly SyncClaim[] = ['stored', 'versions', 'deletions', 'whole']
  const all = claims.flatMap((claim): readonly Said[] => {
    const known = facts[claim]
    if (known === 'right') return []
    return [said(evidence.entity, syncClaims[claim], { name: claim, known, ...sayings[claim](evidence) })]
  })
  return {
    status: colourOf(syncClaims, facts),
    deletionsKnown: facts.deletions === 'right',
    checks: all.map(({ check }) => check),
    findings: all.map(({ finding }) => finding),
  }
}

type Saying = Pick<Parameters<typeof said>[2], 'text' | 'action' | 'details'>

const seeRejects = 'See qbo-backfill rejects list.'

const sayings: Readonly<Record<SyncClaim, (evidence: SyncEvidence) => Saying>> = {
  stored: ({ rejects: { open } }) => ({
    text: `${counted(open, 'record')} could not be stored.`,
    action: seeRejects,
    details: { count: open },
  }),
  versions: ({ since, ungiven }) => {
    const details = { since, ...(ungiven === 0 ? {} : { ungiven }) }
    if (since === null)
      return {
        text: 'QuickBooks counts another number of records than it showed, so a new one may not be here yet.',
        action: 'Sync again.',
        details,
      }
    const why =
      ungiven === 0
        ? 'QuickBooks did not say what time it is'
        : `QuickBooks does not give ${counted(ungiven, 'changed record')} by Id, so ${ungiven === 1 ? 'it is' : 'they are'} here as change data capture shows ${ungiven === 1 ? 'it' : 'them'}, perhaps without some custom fields`
    return { text: `${why}; the next sync asks from ${since} again.`, details }
  },
  deletions: ({ since, untold, open, unswept }) => ({
    text: [
      ...untold.map((each) => untoldText(each, since)),
      ...(open === 0
        ? []
        : [`${counted(open, 'row')} may have been deleted at QuickBooks, which does not tell.`]),
      ...(unswept === undefined ? [] : [unsweptText(unswept)]),
    ].join(' '),
    action:
      open === 0
        ? 'Sweep again; if that stays so, a qbo-backfill run over the range looks at all rows without a report.'
        : `Each sync looks up the ${mostRowsLookedUp} that were seen longest ago; a qbo-backfill run over the range looks at all of them.`,
    details: {
      count: open,
      since,
      untold,
      atOnce: mostRowsLookedUp,
      ...(unswept === undefined ? {} : { unswept }),
    },
  }),
  whole: ({ rejects }) => ({
    text: `${wholeText(rejects)}.`,
    action: seeRejects,
    details: { acknowledged: rejects.acknowledged, saved: rejects.saved },
  }),
}

function unsweptText(reason: string): string {
  return `The sweep that was asked for told nothing (${reason.replace(/\.$/u, '')}), so deletions that QuickBooks does not tell are not known.`
}

function untoldText({ why, from }: Untold, since: string | null): string {
  switch (why) {
    case 'tooLongAgo':
      return `The last sync ended at ${since}, and QuickBooks tells deletions of 30 days only: every new version since then is here; deletions before ${from === since ? 'that' : from} are not known.`
    case 'noTime':
      return 'QuickBooks did not say what time it is, so how far back it tells deletions is not known.'
    case 'doubtful':
      return 'QuickBooks calls records deleted that a query still gives, or does not answer for: they stay, and the next sync looks again.'
    case 'tooMany':
      return `1000 or more objects changed since ${from}, and QuickBooks shows no more of them at once: every new version is here, by query; deletions beyond the first thousand are not known.`
  }
}

function wholeText({ acknowledged, saved }: RejectCounts): string {
  return [
    ...(acknowledged > 0
      ? [
          `${counted(acknowledged, 'record is', 'records are')} not here as last received, which somebody has acknowledged`,
        ]
      : []),
    ...(saved > 0 ? [`${counted(saved, 'record was', 'records were')} stored with replaced characters`] : []),
  ].join(', and ')
}
