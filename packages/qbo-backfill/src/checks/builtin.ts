import { counted, grouped } from '../verdict/counted.js'
import type { EntityName } from 'qbo-client'
import type { ProvedEntity } from '../proof/prove.js'
import { colourOfClaim, runClaims, worst, type Colour, type Knowledge } from '../verdict/colour.js'
import { runFacts } from './run-facts.js'
import type { Check } from '../verdict/check.js'
import { missingRowText } from '../verdict/missing-row.js'
import type { RejectCounts } from 'qbo-raw-sink'
import type { StoredSegment } from '../ledger/segments.js'

/** Red unless the table holds exactly the settled rows that the source counts. */
export function proofCheck(
  entity: EntityName,
  proof: ProvedEntity | undefined,
  unread: UnreadSegments,
): Check {
  const facts = runFacts({ unread: unread.count, proof, rejects: undefined })
  const status = worst([colourOfClaim(runClaims.read, facts.read), colourOfClaim(runClaims.rows, facts.rows)])
  if (proof === undefined || unread.count > 0) {
    return {
      entity,
      name: 'proof',
      status,
      message: `${entity}: ${unreadText(unread)}, so nothing is proved${causeText(unread)}. Run again to resume.`,
      details: {
        failedSegments: unread.count,
        undelivered: unread.undelivered,
        ...(unread.error === undefined ? {} : { error: unread.error }),
      },
    }
  }
  const { expected, loaded, seen, refused, stable, found } = proof
  const missing = facts.rows === 'right' ? [] : (found?.missing ?? [])
  const details = { expected, loaded, seen, refused, stable, missing: missing.slice(0, mostListed) }
  if (facts.rows === 'right') {
    // Its rejects have a colour of their own; but what lacks a row does not call itself complete.
    const colour: Colour = refused === 0 ? status : worst([status, 'yellow'])
    return {
      entity,
      name: 'proof',
      status: colour,
      message: `${entity}: ${heldText(expected, refused)}.`,
      details,
    }
  }
  const such =
    missing.length === 0 ? '' : ` Missing, such as ${missing.slice(0, 3).map(missingRowText).join('; ')}.`
  const message = stable
    ? `${entity}: QuickBooks counts ${counted(expected, 'row')}, the table holds ${grouped(loaded)}, this run read ${grouped(seen)} of them.${such}`
    : `${entity}: the company kept changing while it was counted, so nothing is proved yet. Run again in a quieter hour.`
  return { entity, name: 'proof', status, message, details }
}

/** How many missing rows a check lists. */
const mostListed = 20

/** Of a row that was rejected the table may hold an older version: it is there, and it is not proved. */
function heldText(expected: number, refused: number): string {
  if (refused === 0)
    return `${expected === 1 ? 'the one row is' : `all ${grouped(expected)} rows are`} in the table`
  const proved = expected - refused
  return `${grouped(proved)} of ${counted(expected, 'row')} ${proved === 1 ? 'is' : 'are'} proved to be in the table; ${grouped(refused)} ${refused === 1 ? 'was' : 'were'} rejected`
}

export interface UnreadSegments {
  /** Segments that did not come to their end. */
  readonly count: number
  /** Of them, those whose pages a page sink of the caller's did not take. */
  readonly undelivered: number
  /** What the first of them failed with, where that is known. */
  readonly error?: StoredSegment['error']
}

function causeText({ error }: UnreadSegments): string {
  const said = [error?.code, error?.message?.replace(/\.$/u, '')].filter((part) => part !== undefined)
  return said.length === 0 ? '' : ` (${said.join(': ')})`
}

function unreadText({ count, undelivered }: UnreadSegments): string {
  const read = count - undelivered
  return [
    ...(read > 0 ? [`${counted(read, 'segment')} could not be read`] : []),
    ...(undelivered > 0
      ? [`${counted(undelivered, 'segment')} could not be delivered to the page sink`]
      : []),
  ].join(' and ')
}

/** Where a deletion may be missing that QuickBooks does not tell; undefined where all are known. */
export function deletionsCheck(entity: EntityName, proof: ProvedEntity): Check | undefined {
  const { deletions } = proof
  if (deletions === 'right') return undefined
  return {
    entity,
    name: 'deletions',
    status: colourOfClaim(runClaims.deletions, deletions),
    message: `${entity}: not every deletion at QuickBooks since the run began is known, so that a row that is gone there may be in the table, or one that is missing may pass for it. Run the range again to know.`,
    details: { deletions },
  }
}

/** Where QuickBooks shows more rows to another question than to ours; undefined where it does not. */
export function visibleCheck(entity: EntityName, proof: ProvedEntity): Check | undefined {
  const { visible, undated } = proof
  if (visible === 'right') return undefined
  return {
    entity,
    name: 'visible',
    status: colourOfClaim(runClaims.visible, visible),
    message: `${entity}: ${visibleText(visible, undated)}`,
    details: undated > 0 ? { visible, undated } : { visible },
  }
}

function visibleText(visible: Knowledge, undated: number): string {
  if (visible === 'wrong')
    return 'asked without our filter for inactive rows, QuickBooks counts more of them: some are hidden from us. Please report this.'
  if (undated > 0)
    return `QuickBooks has ${counted(undated, 'row')} without a time of creation: no range holds them, and they are not read. Please report this.`
  return 'whether QuickBooks hides inactive rows of it from us could not be found out.'
}

/** Records that PostgreSQL could not take as they came: changed or acknowledged is yellow, lost is red. */
export function rejectsCheck(entity: EntityName, counts: RejectCounts): Check {
  const { saved, open, acknowledged } = counts
  const facts = runFacts({ unread: 0, proof: undefined, rejects: counts })
  const status = worst([
    colourOfClaim(runClaims.stored, facts.stored),
    colourOfClaim(runClaims.whole, facts.whole),
  ])
  const message =
    status === 'green'
      ? `${entity}: no record was rejected.`
      : `${entity}: ${rejectedText(counts)}. See qbo-backfill rejects list.`
  return { entity, name: 'rejects', status, message, details: { saved, open, acknowledged } }
}

function rejectedText({ open, acknowledged, saved }: RejectCounts): string {
  const parts: readonly (readonly [count: number, text: string])[] = [
    [open, 'could not be stored'],
    [acknowledged, 'not as it came, which somebody has acknowledged'],
    [saved, 'stored with replaced characters'],
  ]
  return parts
    .flatMap(([count, text]) => (count > 0 ? [`${counted(count, 'record')} ${text}`] : []))
    .join(', ')
}
