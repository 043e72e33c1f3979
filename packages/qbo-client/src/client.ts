import type { CdcAnswer } from './query/cdc.js'
import type { EntityName } from './query/entity.js'
import type { PagesOptions, PositionPage } from './query/pages.js'
import type { QueryScope } from './query/query-scope.js'
import type { Page, QboRecord } from './query/record.js'
import type { ScanOptions, ScanPage } from './query/scan.js'
import type { CountAnswer, QueryAnswer } from './query/query.js'
import type { QboEnvironment } from './environment.js'
import type { QboClientEvent } from './events.js'
import type { QboClientOptions } from './options.js'
import type { RequestOptions } from './request-options.js'

/** Reads one QuickBooks Online company. There is no method that writes. */
export interface QboClient {
  readonly realmId: string
  readonly environment: QboEnvironment
  readonly clientId: string
  /** Sends a statement as it is. The escape hatch: nothing is added, escaped or checked. */
  query(statement: string, options?: RequestOptions): Promise<QueryAnswer>
  /** Asks how many records there are. */
  count(scope: QueryScope, options?: RequestOptions): Promise<CountAnswer>
  /** Reads by keyset, so that rows which change meanwhile are not lost. Resumable from any page's cursor. */
  scan(options: ScanOptions): AsyncIterable<ScanPage>
  /** Reads by STARTPOSITION: for sets that do not change while they are read, and for entities without MetaData. */
  pages(options: PagesOptions): AsyncIterable<PositionPage>
  /** Reads the records that have these Ids; those that are gone are simply absent. */
  readByIds(entity: EntityName, ids: readonly string[], options?: RequestOptions): AsyncIterable<Page>
  /** Reads one record, inactive ones too; undefined when there is none. */
  readById(entity: EntityName, id: string, options?: RequestOptions): Promise<QboRecord | undefined>
  /** Asks what has changed, deletions included, since an instant of the last 30 days. */
  cdc(entities: readonly EntityName[], changedSince: string, options?: RequestOptions): Promise<CdcAnswer>
  /** Reads the company's own record. */
  companyInfo(options?: RequestOptions): Promise<QboRecord>
  /** Adds a listener beside `onEvent`; call the function it returns to remove it. */
  subscribe(listener: (event: QboClientEvent) => void): () => void
}

/** Makes a client for one company. @throws {QboError} QBO_INVALID_OPTIONS, naming everything that is wrong. */
export function createQboClient(options: QboClientOptions): QboClient {
  void options
  throw new Error('not wired yet')
}
