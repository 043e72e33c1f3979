import { isObject } from '../http/fault-body.js'
import type { EntityDefinition } from '../entity/entity.js'
import type { QboRecord } from '../record/record.js'
import { hasOwnId, recordId } from '../record/record-id.js'
import { shapeOf, unexpected } from './shape.js'

/**
 * Lets records in: what decides about them is of the type that it is known to have, or absent. A field that is absent is
 * the reader's to notice (a record without an Id becomes a reject); one of another type means that the format is another.
 *
 * @param place where the list is in the answer
 */
export function admitRecords(
  entity: EntityDefinition | undefined,
  list: readonly unknown[],
  place: string,
  label: string,
): readonly QboRecord[] {
  list.forEach((record, index) => {
    if (!isObject(record))
      throw unexpected(label, `its ${place}[${index}] is ${shapeOf(record)}, not a record`)
    const odd = entity === undefined ? undefined : oddField(entity, record)
    if (odd !== undefined)
      throw unexpected(
        label,
        `its ${place}[${index}].${odd.field} is ${shapeOf(odd.value)}, not ${odd.wanted}`,
      )
  })
  return list as readonly QboRecord[]
}

interface OddField {
  readonly field: string
  readonly value: unknown
  readonly wanted: string
}

function oddField(entity: EntityDefinition, record: Record<string, unknown>): OddField | undefined {
  const { Id: id, MetaData: times } = record
  const { dateField } = entity
  // From here on an Id is a text, also where a number came, or `id`: whoever compares Ids compares texts.
  if (typeof id !== 'string' && hasOwnId(entity)) {
    const read = recordId(entity, record)
    if (read !== undefined) record['Id'] = read
    else if (!isAbsent(id)) return { field: 'Id', value: id, wanted: 'a text' }
  }
  if (dateField !== undefined && !isTextOrAbsent(record[dateField]))
    return { field: dateField, value: record[dateField], wanted: 'a text' }
  if (isAbsent(times)) return undefined
  if (!isObject(times)) return { field: 'MetaData', value: times, wanted: 'an object' }
  const { CreateTime: created, LastUpdatedTime: updated } = times
  if (!isTextOrAbsent(created)) return { field: 'MetaData.CreateTime', value: created, wanted: 'a text' }
  if (!isTextOrAbsent(updated)) return { field: 'MetaData.LastUpdatedTime', value: updated, wanted: 'a text' }
  return undefined
}

function isTextOrAbsent(value: unknown): boolean {
  return typeof value === 'string' || isAbsent(value)
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}
