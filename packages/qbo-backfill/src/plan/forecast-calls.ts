import type { EntityDefinition } from 'qbo-client'
import type { Plan } from './plan.js'
import type { PlannedSegment } from './segment.js'

const pageSize = 1000

/** The proof looks at what has changed before it counts, and again after that. */
const looksAtChanges = 2

/** API calls that reading and proving the plan will take while the company stands still, beside those that made the plan. */
export function forecastCalls({ entities, segments }: Plan): number {
  const definitions = entities.map(({ entity }) => entity)
  const pages = definitions
    .flatMap((definition) =>
      segments
        .filter(({ entity }) => entity === definition.name)
        .map((segment) => pagesOf(segment, definition)),
    )
    .reduce((sum, calls) => sum + calls, 0)
  // Each read set that is not empty is counted once for the proof.
  const counts = new Set(segments.map(({ entity, kind }) => `${entity} ${kind}`)).size
  return pages + counts + looksAtChanges * callsOfLook(definitions)
}

/** CDC answers for all entities at once; of those that it does not know, a count says whether anything changed. */
function callsOfLook(definitions: readonly EntityDefinition[]): number {
  const counted = definitions.filter(({ cdc, hasMetaData }) => !cdc && hasMetaData)
  return counted.length + (definitions.some(({ cdc }) => cdc) ? 1 : 0)
}

function pagesOf({ kind, plannedCount }: PlannedSegment, { strategy }: EntityDefinition): number {
  // A page of a scan begins with the last row of the one before; the page that ends it is not full.
  if (kind !== 'everything') return Math.ceil((plannedCount + 1) / (pageSize - 1))
  // Reading by position ends at an empty page.
  return strategy === 'singleton' ? 1 : Math.ceil(plannedCount / pageSize) + 1
}
