import { counted } from '../verdict/counted.js'
import type { EntityName } from 'qbo-client'
import { colourOf, syncClaims, type Facts, type Knowledge, type SyncClaim } from '../verdict/colour.js'
import { mostRowsLookedUp } from './confirm-rows.js'
import type { SyncedEntity } from './sync-report.js'
import type { RejectCounts } from 'qbo-raw-sink'

export interface SyncEvidence {
  readonly entity: EntityName
  /** From where it was asked; null where all of it was read. */
  readonly since: string | null
  /** Whether every new version since then is known. */
  readonly versions: Knowledge
  /** Which deletions since then QuickBooks did not tell. */
  readonly untold: readonly string[]
  /** Live rows that may be gone, and have not been looked up yet. */
  readonly open: number
  /** Of the entity, whoever met them; `saved` by this sync. */
  readonly rejects: RejectCounts
}

/** Green: every change and every deletion that QuickBooks has is in the table. */
export function syncVerdict(
  evidence: SyncEvidence,
): Pick<SyncedEntity, 'status' | 'deletionsKnown' | 'findings'> {
  const { entity, since, versions, untold, open, rejects } = evidence
  const facts: Facts<SyncClaim> = {
    versions,
    deletions: open === 0 ? 'right' : 'unknown',
    stored: rejects.open === 0 ? 'right' : 'wrong',
    whole: rejects.saved + rejects.acknowledged === 0 ? 'right' : 'wrong',
  }
  const findings = {
    stored: [
      `${entity}: ${counted(rejects.open, 'record')} could not be stored. See qbo-backfill rejects list.`,
    ],
    versions: [
      since === null
        ? `${entity}: QuickBooks counts another number of records than it showed, so a new one may not be here yet. Sync again.`
        : `${entity}: QuickBooks did not say what time it is; the next sync asks from ${since} again.`,
    ],
    deletions: [
      ...untold,
      `${entity}: ${counted(open, 'row')} may have been deleted at QuickBooks, which does not tell. Each sync looks up the ${mostRowsLookedUp} that were seen longest ago; a qbo-backfill run over the range looks at all of them.`,
    ],
    whole: [`${entity}: ${wholeText(rejects)}. See qbo-backfill rejects list.`],
  } satisfies Record<SyncClaim, readonly string[]>
  const claims: readonly SyncClaim[] = ['stored', 'versions', 'deletions', 'whole']
  return {
    status: colourOf(syncClaims, facts),
    deletionsKnown: facts.deletions === 'right',
    findings: claims.flatMap((claim) => (facts[claim] === 'right' ? [] : findings[claim])),
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
