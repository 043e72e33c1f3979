import type { EntityType } from '../entity/entity-type.js'

const comma = Buffer.from(',')

/** `{"Invoice":[…records…],<tail>}` as pieces, copying no record. */
export function buildRowList(type: EntityType, records: readonly Uint8Array[], tail: string): Uint8Array[] {
  const pieces: Uint8Array[] = [Buffer.from(`{"${type.responseKey}":[`)]
  for (const [at, record] of records.entries()) {
    if (at > 0) pieces.push(comma)
    pieces.push(record)
  }
  pieces.push(Buffer.from(`],${tail}}`))
  return pieces
}
