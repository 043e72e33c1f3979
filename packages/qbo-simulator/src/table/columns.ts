import type { QboRecord } from '../entity/record.js'
import type { EntityType } from '../entity/entity-type.js'
import { readProperty, type Property, type PropertyValue } from '../entity/property.js'

/** Values by lower-case path that came along with a record, so that its text need not be parsed for them. */
export type KnownValues = Readonly<Record<string, PropertyValue>>

/** The values of properties by row. Those that most queries need are there from the start, others on demand. */
export interface Columns {
  /** Takes in a new or changed row; `parse` is called only if a value is not known. */
  fill(row: number, known: KnownValues | undefined, parse: () => QboRecord): void
  get(property: Property, rows: Iterable<number>, parse: (row: number) => QboRecord): readonly PropertyValue[]
  id(row: number): string
}

export function createColumns(type: EntityType): Columns {
  const columns = new Map<Property, PropertyValue[]>()
  for (const property of eagerProperties(type)) columns.set(property, [])
  const ids = columns.get(type.properties.get('id')!)!
  return {
    fill(row, known, parse) {
      let parsed: QboRecord | undefined
      for (const [property, column] of columns) {
        const path = property.path.toLowerCase()
        if (known !== undefined && path in known) column[row] = known[path]
        else column[row] = readProperty((parsed ??= parse()), property)
      }
    },
    get(property, rows, parse) {
      let column = columns.get(property)
      if (column === undefined) {
        column = []
        for (const row of rows) column[row] = readProperty(parse(row), property)
        columns.set(property, column)
      }
      return column
    },
    // ExchangeRate has no Id: such a row is found by nothing but its place.
    id: (row) => (ids[row] === undefined ? `row ${row}` : String(ids[row])),
  }
}

function eagerProperties(type: EntityType): Set<Property> {
  const paths = ['id', 'metadata.createtime', 'metadata.lastupdatedtime', 'active']
  const found = [...paths.map((path) => type.properties.get(path)), type.date]
  return new Set([...found.filter((property) => property !== undefined), type.order.property])
}
