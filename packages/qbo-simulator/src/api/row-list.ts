import type { EntityTable } from '../table/entity-table.js'

const comma = Buffer.from(',')

/** `{"Invoice":[…rows…],<tail>}` as pieces, copying no row. */
export function buildRowList(table: EntityTable, rows: readonly number[], tail: string): Uint8Array[] {
  const pieces: Uint8Array[] = [Buffer.from(`{"${table.type.responseKey}":[`)]
  for (const [at, row] of rows.entries()) {
    if (at > 0) pieces.push(comma)
    pieces.push(table.bytes(row))
  }
  pieces.push(Buffer.from(`],${tail}}`))
  return pieces
}
