import type { ProvedEntity } from '../proof/prove.js'
import { worst, type Colour } from '../verdict/colour.js'
import type { WindowResult } from '../ledger/windows.js'

/** The colour of an entity, and what it would be if its rows were all there. */
export interface WindowColours {
  readonly entity: Colour
  readonly withoutRows: Colour
}

/**
 * What each window holds. Where it is known which windows differ, only they have the colour of what is missing; else all
 * have the colour of their entity, since each may be the one. What a window should hold is known where it was counted:
 * the settled rows at QuickBooks, and beside them those of the table that changed later.
 */
export function windowResults(
  proof: ProvedEntity,
  windows: number,
  colours: WindowColours,
): readonly WindowResult[] {
  const numbers = Array.from({ length: windows }, (_, number) => windowOf(proof, number, windows))
  const lacking = proof.expected - proof.loaded
  const located = numbers.reduce((sum, { differs }) => sum + differs, 0)
  const isLocated = lacking !== 0 && located === lacking
  return numbers.map(({ expected, loaded, differs }, number) => ({
    entity: proof.entity,
    number,
    expected,
    loaded,
    status: isLocated && differs === 0 ? colours.withoutRows : worst([colours.entity, colours.withoutRows]),
  }))
}

interface WindowNumbers {
  readonly expected: number | undefined
  readonly loaded: number
  /** By how many rows QuickBooks has more, as far as it was counted. */
  readonly differs: number
}

function windowOf(proof: ProvedEntity, number: number, windows: number): WindowNumbers {
  let loaded = 0
  let differs = 0
  let isKnown = true
  for (const set of proof.sets) {
    // The only window of a set holds all of it.
    const expected = windows === 1 ? set.expected : proof.found?.expected.get(set.kind)?.get(number)
    const [live = 0, settledRows = 0] = [set.live[number], set.settledByWindow[number]]
    loaded += live
    if (expected === undefined) isKnown = isKnown && settledRows === 0 && set.expected === 0
    else differs += expected - settledRows
  }
  return { expected: isKnown && proof.sets.length > 0 ? loaded + differs : undefined, loaded, differs }
}
