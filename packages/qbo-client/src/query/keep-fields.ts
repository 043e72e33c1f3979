import type { EntityDefinition } from './entity.js'
import type { QboRecord } from './record.js'

/** The records with these fields of theirs only, and with what every reader looks at: identity and MetaData. */
export function keepFields(
  records: readonly QboRecord[],
  entity: EntityDefinition,
  fields: readonly string[] | undefined,
): readonly QboRecord[] {
  const roots = entity.idPath.map((path) => path[0] as string)
  // Under a wrapper of any name nobody knows which fields to keep.
  if (fields === undefined || roots.includes('*')) return records
  const kept = new Set([...roots, 'MetaData', ...fields])
  return records.map((record) => {
    const lean: Record<string, unknown> = {}
    for (const field of kept) if (field in record) lean[field] = record[field]
    return lean as QboRecord
  })
}
