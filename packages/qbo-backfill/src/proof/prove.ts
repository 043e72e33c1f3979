import { allEnded } from '../all-ended.js'
import type { Check } from '../checks/check.js'
import type { ReadSetKind } from '../plan/read-set.js'
import type { RunContext } from '../run/run-context.js'
import { applyChanges, type KnownChanges } from './changes.js'
import { compareEntity, countAtSource, type EntityComparison, type SourceCounts } from './compare.js'
import { healEntity } from './heal.js'

/** A comparison counts only if nothing left the settled set while it was made. Tried this often. */
const mostComparisons = 3

/** Rounds of mending before the numbers are left to a person. */
const mostHealings = 2

export interface ProvedEntity extends EntityComparison {
  /** Whether the source stood still while it was compared. */
  readonly stable: boolean
  readonly proved: boolean
  /** What the database says of the rows that were compared. */
  readonly rowChecks: readonly Check[]
}

/**
 * Proves each entity over its settled set: the rows that have not changed since S. Such rows can only leave the set,
 * and CDC shows those that do; so the source is asked what changed, counted, and asked again, until nothing new left.
 */
export async function proveEntities(
  context: RunContext,
  plannedKinds: ReadonlyMap<string, ReadonlySet<ReadSetKind>>,
): Promise<readonly ProvedEntity[]> {
  const known: KnownChanges = new Map()
  const results = new Map<string, ProvedEntity>()
  let open: readonly string[] = [...plannedKinds.keys()]
  if (open.length === 0) return []
  await applyChanges(context, open, known)
  for (let healings = 0; ; healings++) {
    const counted = await countWhileNothingLeaves(context, open, plannedKinds, known)
    const unequal: EntityComparison[] = []
    for (const [entity, { source, stable }] of counted) {
      // Side by side: both go over all rows, and those of an entity that is healed now are looked at again.
      const [comparison, rowChecks] = await allEnded([
        compareEntity(context, entity, source),
        checkRows(context, entity),
      ])
      const proved = stable && comparison.equal
      results.set(entity, { ...comparison, stable, proved, rowChecks })
      const { expected, loaded, seen } = comparison
      context.emit({ type: 'proof.compared', entity, expected, loaded, seen, proved, round: healings + 1 })
      if (!comparison.equal) unequal.push(comparison)
    }
    if (unequal.length === 0 || healings === mostHealings) break
    for (const comparison of unequal) await healEntity(context, comparison)
    open = unequal.map((comparison) => comparison.entity)
  }
  return [...results.values()]
}

async function checkRows({ store, run, entities }: RunContext, entity: string): Promise<readonly Check[]> {
  const definition = entities.get(entity)
  return definition === undefined ? [] : store.checkRows(run, entity, definition.strategy)
}

interface Counted {
  readonly source: SourceCounts
  readonly stable: boolean
}

/**
 * Counts each entity at the source between two looks at what changed, with nothing else between them. The table is
 * counted later: only this run writes to it.
 */
async function countWhileNothingLeaves(
  context: RunContext,
  entities: readonly string[],
  plannedKinds: ReadonlyMap<string, ReadonlySet<ReadSetKind>>,
  known: KnownChanges,
): Promise<ReadonlyMap<string, Counted>> {
  const counted = new Map<string, Counted>()
  let open = entities
  for (let attempt = 1; attempt <= mostComparisons && open.length > 0; attempt++) {
    const counts = await allEnded(
      open.map((entity) => countAtSource(context, entity, plannedKinds.get(entity) ?? new Set())),
    )
    // An Id that was known to have changed had left the settled set before: only a new one can have left it meanwhile.
    const appeared = await applyChanges(context, open, known)
    for (const [index, entity] of open.entries()) {
      counted.set(entity, { source: counts[index] ?? new Map(), stable: !appeared.has(entity) })
    }
    open = open.filter((entity) => appeared.has(entity))
  }
  return counted
}
