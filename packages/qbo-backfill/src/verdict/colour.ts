/** green: known right; yellow: look at it; red: known wrong, or not known and too much to be left open. */
export type Colour = 'green' | 'yellow' | 'red'

/** All of them, to know one by that comes from elsewhere. */
export const colours: readonly Colour[] = ['green', 'yellow', 'red']

/** What is known of a claim. `unknown` is an answer of its own: nothing that is not known counts as right. */
export type Knowledge = 'right' | 'wrong' | 'unknown'

/** The colours of a claim that does not hold and of one that is not known. Neither can be green. */
export interface Cost {
  readonly wrong: Exclude<Colour, 'green'>
  readonly unknown: Exclude<Colour, 'green'>
}

/** The claims of a report, by name. */
export type Claims<Name extends string> = Readonly<Record<Name, Cost>>

/** What is known of each claim of a report; none can be left out. */
export type Facts<Name extends string> = Readonly<Record<Name, Knowledge>>

export type RunClaim = 'read' | 'rows' | 'deletions' | 'visible' | 'stored' | 'whole'
export type VerifyClaim = 'rows' | 'deletions' | 'current' | 'stored' | 'payloads'
export type SyncClaim = 'versions' | 'deletions' | 'stored' | 'whole'

/** What a run says of an entity. */
export const runClaims: Claims<RunClaim> = {
  /** Every segment was read to its end. */
  read: { wrong: 'red', unknown: 'red' },
  /** The settled rows that QuickBooks counts, those of the table and those that this run has read are the same number. */
  rows: { wrong: 'red', unknown: 'red' },
  /** Every deletion since the settled instant is known, so that a row too many cannot stand for one that is missing. */
  deletions: { wrong: 'red', unknown: 'yellow' },
  /** No other question shows more rows than the one that the rows were counted and read by. */
  visible: { wrong: 'red', unknown: 'yellow' },
  /** Every record that QuickBooks gave, or has and cannot give, is stored, or somebody has said that it may be absent. */
  stored: { wrong: 'red', unknown: 'red' },
  /** None was stored with replaced characters, and none is absent by somebody's word. */
  whole: { wrong: 'yellow', unknown: 'yellow' },
}

/** What a verification says of an entity. */
export const verifyClaims: Claims<VerifyClaim> = {
  /** What finished runs had proved is there, window by window. */
  rows: { wrong: 'red', unknown: 'yellow' },
  /** Every deletion since then is known. */
  deletions: { wrong: 'yellow', unknown: 'yellow' },
  /** Nothing has changed at QuickBooks since then. */
  current: { wrong: 'yellow', unknown: 'yellow' },
  /** No record is absent because it could not be stored. */
  stored: { wrong: 'yellow', unknown: 'yellow' },
  /** Payloads that were compared in full are the same; right where none was asked for. */
  payloads: { wrong: 'red', unknown: 'yellow' },
}

/** What a sync says of an entity. */
export const syncClaims: Claims<SyncClaim> = {
  /** Every new version since the last sync is known. */
  versions: { wrong: 'red', unknown: 'yellow' },
  /** Every deletion since then is known; where a sweep was asked for, every deletion. */
  deletions: { wrong: 'red', unknown: 'yellow' },
  /** Every record that QuickBooks gave is stored in the version that it gave, now and since the last run. */
  stored: { wrong: 'red', unknown: 'red' },
  /** None was stored with replaced characters, and none is absent by somebody's word. */
  whole: { wrong: 'yellow', unknown: 'yellow' },
}

/** The one place that turns what is known into a colour. A fact that is not there, or is nothing known, is not known. */
export function colourOf<Name extends string>(claims: Claims<Name>, facts: Facts<Name>): Colour {
  const names = Object.keys(claims) as Name[]
  return worst(names.map((name) => colourOfClaim(claims[name], facts[name])))
}

/** The colour of one claim by itself. */
export function colourOfClaim(cost: Cost, known: Knowledge | undefined): Colour {
  if (known === 'right') return 'green'
  return known === 'wrong' ? cost.wrong : cost.unknown
}

/** The worst of them. None at all is red: what was not looked at is not right. So is what is no colour. */
export function worst(found: readonly Colour[]): Colour {
  if (found.length > 0 && found.every((colour) => colour === 'green')) return 'green'
  const isKnown = found.every((colour) => colour === 'green' || colour === 'yellow')
  return found.length > 0 && isKnown ? 'yellow' : 'red'
}
