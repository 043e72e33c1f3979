import type { BackfillReport, SyncReport, VerifyReport } from 'qbo-backfill'

/** What the page says of a report without opening it. */
export interface Gist {
  /** What is not green, and how many of its records are known to be missing in the tables. */
  readonly entities: readonly { readonly entity: string; readonly missing: number }[]
  /** Entities of which QuickBooks' own reports said nothing, though they were asked. */
  readonly notWitnessed: readonly string[]
}

type Reported = (BackfillReport | SyncReport | VerifyReport)['entities'][number]

export function gistOf({ entities }: BackfillReport | SyncReport | VerifyReport): Gist {
  const all: readonly Reported[] = entities
  return {
    entities: all
      .filter(({ status }) => status !== 'green')
      .map((one) => ({ entity: one.entity, missing: missingOf(one) })),
    notWitnessed: all
      .filter(({ witness }) => witness?.outcome === 'notWitnessed')
      .map(({ entity }) => entity),
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
