import type { CallApi } from '../api.js'
import { QboError } from '../errors.js'
import type { RequestOptions } from '../request-options.js'
import type { EntityName } from '../entity-name.js'
import { readPages } from '../query/pages.js'
import type { PoisonedRecord } from '../query/poisoned-record.js'
import type { QueryScope } from '../statement/query-scope.js'
import type { QboRecord } from '../record/record.js'
import { readScan } from './scan.js'
import { requireEntity } from '../statement/statement.js'

/** Which records to read, one by one. */
export interface RecordsOptions<E extends EntityName = EntityName> extends QueryScope<E>, RequestOptions {
  /** How many a request asks for. @defaultValue 1000, which is also the most */
  readonly pageSize?: number | undefined
}

/** Each record of a scope once, whatever pages overlap. */
export async function* readRecords(
  call: CallApi,
  { entity, where, activeClause, pageSize, signal }: RecordsOptions,
): AsyncGenerator<QboRecord, void> {
  const options = { entity, where, activeClause, pageSize, signal }
  const pages = requireEntity(entity).hasMetaData
    ? readScan(call, { ...options, key: 'MetaData.CreateTime' })
    : readPages(call, options)
  const refused: PoisonedRecord[] = []
  for await (const { records, fresh, poisoned = [] } of pages) {
    refused.push(...poisoned)
    for (const [index, record] of records.entries()) if (fresh[index] === true) yield record
  }
  const [first] = refused
  if (first === undefined) return
  throw new QboError(
    'QBO_QUERY_UNPROCESSABLE',
    `QuickBooks has ${refused.length} of ${entity} that it cannot give. All others have been read; scan() says which they are.`,
    { faults: refused.map(({ fault }) => fault), request: first.request, intuitTid: first.intuitTid },
  )
}
