import type { BackfillReport, SyncReport, VerifyReport } from 'qbo-backfill'

/** A record as a person knows it: its number or Id, its day, whose it is, its amount. */
export interface KnownRecord {
  readonly id: string
  readonly number?: string | undefined
  readonly date?: string | undefined
  readonly name?: string | undefined
  readonly amount?: string | undefined
}

export interface EntityGist {
  readonly entity: string
  /** Records that are known not to be in the table. */
  readonly missing: number
  /** `found`: nothing but records that only QuickBooks' reports had; `accepted`: nothing but what may be missing, by a person's word. */
  readonly remark: 'found' | 'accepted' | 'other'
  /** Of `found`, the first. */
  readonly found: readonly KnownRecord[]
  /** Of the missing, those that QuickBooks lists and fails to give. */
  readonly refused: readonly KnownRecord[]
}

/** What the page says of a report without opening it. */
export interface Gist {
  /** What is not green. */
  readonly entities: readonly EntityGist[]
  /** Entities of which QuickBooks' own reports said nothing, though they were asked. */
  readonly notWitnessed: readonly string[]
  /** Those of which they show no amounts that can be compared; absent where there are none, and of older reports. */
  readonly idsAlone?: readonly string[]
}

type Reported = (BackfillReport | SyncReport | VerifyReport)['entities'][number]

export function gistOf({ entities }: BackfillReport | SyncReport | VerifyReport): Gist {
  const all: readonly Reported[] = entities
  const idsAlone = all.filter(({ witness }) => witness?.noAmounts !== undefined).map(({ entity }) => entity)
  return {
    entities: all
      .filter(({ status }) => status !== 'green')
      .map((one) => ({
        entity: one.entity,
        missing: missingOf(one),
        remark: remarkOf(one),
        found: one.witness?.foundRows ?? [],
        refused: one.witness?.refusedRows ?? [],
      })),
    notWitnessed: all
      .filter(({ witness }) => witness?.outcome === 'notWitnessed')
      .map(({ entity }) => entity),
    ...(idsAlone.length === 0 ? {} : { idsAlone }),
  }
}

/** What no query gave, what could not be stored, and what only QuickBooks' own reports list. */
function missingOf(one: Reported): number {
  const lost = one.witness?.lost ?? 0
  if ('reconciliation' in one)
    return lost + (one.reconciliation?.missing ?? 0) + (one.reconciliation?.refused ?? 0)
  if ('deep' in one || 'runId' in one) return lost + one.missing
  return lost + ('rejected' in one ? one.rejected : 0)
}

/** Of a load, which says each thing that is not green in one sentence. */
function remarkOf(one: Reported): EntityGist['remark'] {
  if (!('reconciliation' in one) || one.status !== 'yellow') return 'other'
  const { found = 0, lost = 0, unlisted = 0, differing = 0, doubtful = 0 } = one.witness ?? {}
  const refused = one.reconciliation?.refused ?? 0
  if (lost + unlisted + differing + doubtful > 0) return 'other'
  if (refused > 0 && found === 0 && one.findings.length === 2) return 'accepted'
  return refused === 0 && found > 0 && one.findings.length === 1 ? 'found' : 'other'
}
