import { counted } from '../verdict/counted.js'
import type { EntityName } from 'qbo-client'
import { colourOf, verifyClaims, type Facts, type Knowledge, type VerifyClaim } from '../verdict/colour.js'
import { said, type Said, type Saying } from '../verdict/said.js'
import type { DeepOutcome, Differences, VerifiedEntity, WindowSpan } from '../verdict/verify-report.js'
import type { Drift, DriftKind } from './drift.js'

export interface EntityEvidence {
  readonly entity: EntityName
  readonly total: Differences
  readonly windows: readonly (WindowSpan & Differences)[]
  /** The records that differ, one by one. */
  readonly drifts: readonly Drift[]
  /** Of the missing, those that could not be stored, each by its own reject: absent from the table, and no secret. */
  readonly rejected: readonly string[]
  /** Records that QuickBooks has and did not show. */
  readonly unseen: number
  /** Rows that it did not show, and would not answer for when they were looked up. */
  readonly unanswered: number
  /** Whether the table stood still while it was looked at. */
  readonly stable: boolean
  readonly settledBefore: string
  readonly deep: DeepOutcome | undefined
}

/** Red: what a finished run had proved is not there, or not as it was. Yellow: the source has moved on, or it is not known. */
export function verdictOf(evidence: EntityEvidence): Pick<VerifiedEntity, 'status' | 'checks' | 'findings'> {
  const sayings: Readonly<Record<VerifyClaim, Saying | undefined>> = {
    rows: rows(evidence),
    payloads: payloads(evidence),
    stored: stored(evidence),
    deletions: deletions(evidence),
    current: current(evidence),
  }
  const known = (claim: VerifyClaim): Knowledge => sayings[claim]?.known ?? 'right'
  const facts: Facts<VerifyClaim> = {
    rows: known('rows'),
    payloads: known('payloads'),
    stored: known('stored'),
    // What is gone shows where Ids are compared, but for one that may be among those that QuickBooks did not show.
    deletions: evidence.unseen === 0 ? known('deletions') : 'unknown',
    current: known('current'),
  }
  const claims = Object.keys(sayings) as VerifyClaim[]
  const all = claims.flatMap((claim): readonly Said[] => {
    const saying = sayings[claim]
    return saying === undefined ? [] : [said(evidence.entity, verifyClaims[claim], saying)]
  })
  return {
    status: colourOf(verifyClaims, facts),
    checks: all.map(({ check }) => check),
    findings: all.map(({ finding }) => finding),
  }
}

/** How many records a check names. */
const mostNamed = 20

function idsOf(drifts: readonly Drift[], kind: DriftKind, known: readonly string[] = []): readonly string[] {
  const ids = drifts.flatMap((drift) => (drift.kind === kind && drift.id !== '' ? [drift.id] : []))
  return [...new Set(ids)].filter((id) => !known.includes(id)).slice(0, mostNamed)
}

const readAgain = 'Run a backfill of the range again.'

function rows(evidence: EntityEvidence): Saying | undefined {
  const { total, windows, drifts, rejected, unseen, stable } = evidence
  const missing = total.missing - rejected.length
  if (missing > 0) {
    const where = windows
      .filter((window) => window.missing > 0)
      .slice(0, 5)
      .map((window) => `${window.firstDate} (${window.missing})`)
    return {
      name: 'proved',
      known: 'wrong',
      text: `${counted(missing, 'row that a finished run had proved is', 'rows that a finished run had proved are')} not in the table, or not in the version that was proved, in the windows from ${where.join(', ')}.`,
      action: readAgain,
      details: { count: missing, ids: idsOf(drifts, 'missing', rejected), windows: where },
    }
  }
  if (unseen > 0)
    return {
      name: 'unseen',
      known: 'unknown',
      text: `QuickBooks counts ${counted(unseen, 'record')} of the range that it does not show or cannot give, so it is not known whether the table has ${unseen === 1 ? 'it' : 'them'}.`,
      action: 'Verify again; if it stays, run a backfill of the range again, which lists them.',
      details: { count: unseen },
    }
  const unclear = drifts.filter(({ kind }) => kind === 'unknown').length
  if (unclear > 0)
    return {
      name: 'unclear',
      known: 'unknown',
      text: `${counted(unclear, 'record has', 'records have')} no date or version that can be read, here or at QuickBooks, so it is not known whether the table still has what was proved.`,
      action: readAgain,
      details: { count: unclear, ids: idsOf(drifts, 'unknown') },
    }
  if (!stable)
    return {
      name: 'unstable',
      known: 'unknown',
      text: 'somebody wrote to the table while it was compared; verify it in a quieter hour, while no run or sync is at work.',
      details: {},
    }
  return undefined
}

function payloads({ deep }: EntityEvidence): Saying | undefined {
  if (deep === undefined) return undefined
  const { compared, different, unreadable, differentIds } = deep
  if (different > 0)
    return {
      name: 'payloads',
      known: 'wrong',
      text: `${different} of ${compared} records ${different === 1 ? 'has' : 'have'} another payload in the table than at QuickBooks, in the same version, such as Id ${differentIds.slice(0, 5).join(', ')}.`,
      action: readAgain,
      details: { count: different, compared, ids: differentIds },
    }
  if (unreadable > 0)
    return {
      name: 'unreadable',
      known: 'unknown',
      text: `${unreadable} of ${compared} records could not be compared: QuickBooks has them and cannot give them.`,
      details: { count: unreadable, compared },
    }
  return undefined
}

function stored({ rejected: { length } }: EntityEvidence): Saying | undefined {
  if (length === 0) return undefined
  return {
    name: 'stored',
    known: 'wrong',
    text: `${counted(length, 'row was', 'rows were')} rejected and ${length === 1 ? 'is' : 'are'} not in the table.`,
    action: 'See qbo-backfill rejects list.',
    details: { count: length },
  }
}

function deletions({ unanswered }: EntityEvidence): Saying | undefined {
  if (unanswered === 0) return undefined
  return {
    name: 'unanswered',
    known: 'unknown',
    text: `QuickBooks does not show ${counted(unanswered, 'row')} of the table any more and does not answer for ${unanswered === 1 ? 'it' : 'them'} by Id, so it is not known whether ${unanswered === 1 ? 'it is' : 'they are'} gone.`,
    action: 'Verify again; if it stays, please report it.',
    details: { count: unanswered },
  }
}

function current({ total, drifts, deep, settledBefore }: EntityEvidence): Saying | undefined {
  const { appeared, changed, left } = total
  if (appeared + changed + left > 0)
    return {
      name: 'current',
      known: 'wrong',
      text: `at QuickBooks, ${counted(appeared, 'record')} appeared, ${changed} changed and ${left} left since ${settledBefore}.`,
      action:
        'Bring the table up to date with a sync; its sweep, or a backfill of the range, finds the deletions that it does not. What has changed without a new time only a backfill reads.',
      details: {
        count: appeared + changed + left,
        appeared,
        changed,
        left,
        since: settledBefore,
        appearedIds: idsOf(drifts, 'appeared'),
        changedIds: idsOf(drifts, 'changed'),
        leftIds: idsOf(drifts, 'left'),
      },
    }
  if (deep !== undefined && deep.newer + deep.gone > 0)
    return {
      name: 'newer',
      known: 'wrong',
      text: `of ${deep.compared} records, ${deep.newer} have a newer version at QuickBooks and ${deep.gone} are gone.`,
      details: { compared: deep.compared, newer: deep.newer, gone: deep.gone },
    }
  return undefined
}
