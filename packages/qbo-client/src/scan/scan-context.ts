import type { CallApi } from '../api.js'
import { refusedOptions } from '../errors.js'
import type { QboIssue } from '../errors.js'
import { createPageSize, whyNoPageSize } from '../query/page-size.js'
import type { PageSize } from '../query/page-size.js'
import type { EntityDefinition } from '../entity/entity.js'
import type { QboRecord } from '../record/record.js'
import { readInstant } from '../statement/instant.js'
import { identityOf } from '../record/record-id.js'
import type { ScanOptions } from './scan-page.js'
import type { ScannedRecord } from './scan-step.js'
import { requireEntity } from '../statement/statement.js'

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
    const ms = readInstant(record.MetaData?.[field])
    return {
      id: identityOf(context.entity, record),
      second: ms === undefined ? undefined : Math.floor(ms / 1000) * 1000,
    }
  })
}

/** Checks what a scan is asked to do. @throws {QboError} QBO_INVALID_OPTIONS, naming all that is wrong */
export function createScanContext(call: CallApi, options: ScanOptions): ScanContext {
  const entity = requireEntity(options.entity)
  const issues = whyNotScannable(entity, options)
  if (issues.length > 0) throw refusedOptions('The scan cannot start', issues)
  return { call, entity, options, size: createPageSize(options.pageSize) }
}

function whyNotScannable(
  entity: EntityDefinition,
  { key, plannedCount, cursor, pageSize }: ScanOptions,
): readonly QboIssue[] {
  const issues: QboIssue[] = []
  const refuse = (path: string, message: string): void => void issues.push({ path, message })
  if (!entity.hasMetaData) refuse('entity', `${entity.name} cannot be ordered by time; read it with pages()`)
  if (key !== 'MetaData.CreateTime' && key !== 'MetaData.LastUpdatedTime')
    refuse('key', `must be MetaData.CreateTime or MetaData.LastUpdatedTime, not ${JSON.stringify(key)}`)
  if (plannedCount !== undefined && !(plannedCount >= 0))
    refuse('plannedCount', `must be what COUNT(*) said, not ${plannedCount}`)
  if (cursor !== undefined && cursor.key !== '' && Number.isNaN(Date.parse(cursor.key)))
    refuse('cursor', 'is not one that a scan gave')
  const wrongSize = whyNoPageSize(pageSize)
  if (wrongSize !== undefined) refuse('pageSize', wrongSize)
  return issues
}
