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
  /** Why QuickBooks did not tell every deletion since then. */
  readonly untold: readonly Untold[]
  /** Live rows that may be gone, and have not been looked up yet. */
  readonly open: number
  /** Of the entity, whoever met them; `saved` by this sync. */
  readonly rejects: RejectCounts
}

/** Green: every change and every deletion that QuickBooks has is in the table. */
export function syncVerdict(
  evidence: SyncEvidence,
): Pick<SyncedEntity, 'status' | 'deletionsKnown' | 'checks' | 'findings'> {
  const { versions, open, rejects } = evidence
  const facts: Facts<SyncClaim> = {
    versions,
    deletions: open === 0 ? 'right' : 'unknown',
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
  versions: ({ since }) => ({
    ...(since === null
      ? {
          text: 'QuickBooks counts another number of records than it showed, so a new one may not be here yet.',
          action: 'Sync again.',
        }
      : { text: `QuickBooks did not say what time it is; the next sync asks from ${since} again.` }),
    details: { since },
  }),
  deletions: ({ since, untold, open }) => ({
    text: [
      ...untold.map((each) => untoldText(each, since)),
      `${counted(open, 'row')} may have been deleted at QuickBooks, which does not tell.`,
    ].join(' '),
    action: `Each sync looks up the ${mostRowsLookedUp} that were seen longest ago; a qbo-backfill run over the range looks at all of them.`,
    details: { count: open, since, untold, atOnce: mostRowsLookedUp },
  }),
  whole: ({ rejects }) => ({
    text: `${wholeText(rejects)}.`,
    action: seeRejects,
    details: { acknowledged: rejects.acknowledged, saved: rejects.saved },
  }),
}

function untoldText({ why, from }: Untold, since: string | null): string {
  switch (why) {
    case 'tooLongAgo':
      return `The last sync ended at ${since}, and QuickBooks tells deletions of 30 days only: every new version since then is here; deletions before ${from === since ? 'that' : from} are not known.`
    case 'noTime':
      return 'QuickBooks did not say what time it is, so how far back it tells deletions is not known.'
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
