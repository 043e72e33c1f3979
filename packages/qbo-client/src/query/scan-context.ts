import type { CallApi } from '../http/api.js'
import { QboError } from '../errors.js'
import { createPageSize } from './page-size.js'
import type { PageSize } from './page-size.js'
import type { EntityDefinition } from './entity.js'
import type { QboRecord } from './record.js'
import { recordId } from './record-id.js'
import type { ScanOptions } from './scan-page.js'
import type { ScannedRecord } from './scan-step.js'
import { requireEntity } from './statement.js'

/** A scan at work: what its parts share. */
export interface ScanContext {
  readonly call: CallApi
  readonly entity: EntityDefinition
  readonly options: ScanOptions
  readonly size: PageSize
}

/** What a scan looks at in each record. */
export function scannedRecords(context: ScanContext, records: readonly QboRecord[]): ScannedRecord[] {
  const field = context.options.key === 'MetaData.CreateTime' ? 'CreateTime' : 'LastUpdatedTime'
  return records.map((record) => {
    const ms = Date.parse(String(record.MetaData?.[field] ?? ''))
    return {
      id: recordId(context.entity, record),
      second: Number.isNaN(ms) ? undefined : Math.floor(ms / 1000) * 1000,
    }
  })
}

/** Checks what a scan is asked to do. @throws {QboError} QBO_INVALID_OPTIONS */
export function createScanContext(call: CallApi, options: ScanOptions): ScanContext {
  const entity = requireEntity(options.entity)
  const reason = whyNotScannable(entity, options)
  if (reason !== undefined) {
    throw new QboError('QBO_INVALID_OPTIONS', `The scan cannot start: ${reason}.`, { issues: [reason] })
  }
  return { call, entity, options, size: createPageSize(options.pageSize) }
}

function whyNotScannable(
  entity: EntityDefinition,
  { key, plannedCount, cursor }: ScanOptions,
): string | undefined {
  if (!entity.hasMetaData) return `${entity.name} cannot be ordered by time; read it with pages()`
  if (key !== 'MetaData.CreateTime' && key !== 'MetaData.LastUpdatedTime') {
    return `key: must be MetaData.CreateTime or MetaData.LastUpdatedTime, not ${JSON.stringify(key)}`
  }
  if (!(plannedCount >= 0)) return `plannedCount: must be what COUNT(*) said, not ${plannedCount}`
  if (cursor !== undefined && cursor.key !== '' && Number.isNaN(Date.parse(cursor.key))) {
    return 'cursor: it is not one that a scan gave'
  }
  return undefined
}
