import type { ProvedEntity } from '../proof/prove.js'
import type { Facts, Knowledge, RunClaim } from '../verdict/colour.js'
import type { RejectCounts } from 'qbo-raw-sink'

/** What a run has found out about an entity. What is absent was not found out. */
export interface RunEvidence {
  /** Segments that were not read to their end. */
  readonly unread: number
  readonly proof: Pick<ProvedEntity, 'stable' | 'equal' | 'deletions' | 'visible'> | undefined
  readonly rejects: RejectCounts | undefined
}

/** What is known of an entity after a run. */
export function runFacts({ unread, proof, rejects }: RunEvidence): Facts<RunClaim> {
  return {
    read: knownIf(unread === 0),
    // Numbers that moved while they were compared say nothing, whether they are equal or not.
    rows: proof?.stable === true ? knownIf(proof.equal) : 'unknown',
    deletions: proof?.deletions ?? 'unknown',
    visible: proof?.visible ?? 'unknown',
    stored: rejects === undefined ? 'unknown' : knownIf(rejects.open === 0),
    whole: rejects === undefined ? 'unknown' : knownIf(rejects.saved + rejects.acknowledged === 0),
  }
}

function knownIf(holds: boolean): Knowledge {
  return holds ? 'right' : 'wrong'
}
