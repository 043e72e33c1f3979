import type { ProvedEntity } from '../proof/prove.js'
import type { Check } from './check.js'

/** Red unless the table holds exactly the settled rows that the source counts. */
export function proofCheck(entity: string, proof: ProvedEntity | undefined, failedSegments: number): Check {
  if (proof === undefined) {
    return {
      entity,
      name: 'proof',
      status: 'red',
      message: `${entity}: ${failedSegments} segment(s) could not be read, so nothing is proved. Run again to resume.`,
      details: { failedSegments },
    }
  }
  const { expected, loaded, seen, rejected, stable, proved } = proof
  const details = { expected, loaded, seen, rejected, stable }
  if (proved) {
    const but = expected === loaded ? '' : `, but for ${expected - loaded} that could not be stored`
    return {
      entity,
      name: 'proof',
      status: 'green',
      message: `${entity}: all ${expected} rows are in the table${but}.`,
      details,
    }
  }
  const message = stable
    ? `${entity}: QuickBooks counts ${expected} rows, the table holds ${loaded}, this run read ${seen} of them.`
    : `${entity}: the company kept changing while it was counted, so nothing is proved yet. Run again in a quieter hour.`
  return { entity, name: 'proof', status: 'red', message, details }
}

export interface RejectCounts {
  /** Stored with replaced characters. */
  readonly saved: number
  /** Not stored, and nobody has said that this is all right. */
  readonly open: number
  /** Not stored, and acknowledged by a person. */
  readonly acknowledged: number
}

/** Records that PostgreSQL could not take as they came: changed or acknowledged is yellow, lost is red. */
export function rejectsCheck(entity: string, { saved, open, acknowledged }: RejectCounts): Check {
  const status = open > 0 ? 'red' : saved + acknowledged > 0 ? 'yellow' : 'green'
  const message =
    status === 'green'
      ? `${entity}: no record was rejected.`
      : `${entity}: ${open} record(s) could not be stored, ${acknowledged} more are acknowledged, ${saved} were stored with replaced characters. See qb_rejects.`
  return { entity, name: 'rejects', status, message, details: { saved, open, acknowledged } }
}
