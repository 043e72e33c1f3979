import type {
  CdcAnswer,
  EntityName,
  IdAnswer,
  PagesOptions,
  PositionPage,
  QboClient,
  QboClientEvent,
  QueryScope,
  ReportAnswer,
  ReportParameters,
  RequestOptions,
  ScanOptions,
  ScanPage,
  TransactionListOptions,
  TransactionListPart,
  PoisonedId,
  PoisonedRecord,
  PoisonedScanRecord,
} from 'qbo-client'

/**
 * Where records come from: the engine knows no other door to QuickBooks. A client of `createQboClient` is one; put one of your
 * own before it to look at what passes, or to change it.
 */
export interface Source {
  /** The company that it reads: digits. */
  readonly realmId: string
  /** Where the company is. */
  readonly environment: 'production' | 'sandbox'
  /** The app that asks: calls are counted by it. */
  readonly clientId: string
  /** Gets what it needs to ask, while there is other work to do; without it the first question waits for that. */
  authorize?(options?: RequestOptions): Promise<void>
  /** Asks how many records a scope has, and by QuickBooks' clock (`time`, ISO 8601) when. */
  count(
    scope: QueryScope,
    options?: RequestOptions,
  ): Promise<{
    /** How many there are. */
    count: number
    /** QuickBooks' clock: an ISO instant. */
    time?: string | undefined
  }>
  /** Reads by keyset, so that rows which change meanwhile are not lost; see `QboClient.scan`. */
  scan(options: ScanOptions): AsyncIterable<ScanPage>
  /** Reads by position, for what has no time to order by; see `QboClient.pages`. */
  pages(options: PagesOptions): AsyncIterable<PositionPage>
  /** Reads the records that have these Ids; see `QboClient.readByIds`. */
  readByIds(entity: string, ids: readonly string[], options?: RequestOptions): AsyncIterable<IdAnswer>
  /** Asks what has changed, deletions included, since an instant of the last 30 days; see `QboClient.cdc`. */
  cdc(entities: readonly string[], changedSince: string, options?: RequestOptions): Promise<CdcAnswer>
  /** Lists what QuickBooks' own reports show. Without it nothing is witnessed. */
  transactionList?(options: TransactionListOptions): AsyncIterable<TransactionListPart>
  /** Asks for a report of QuickBooks, to be archived as it comes. */
  report?(name: string, parameters: ReportParameters, options?: RequestOptions): Promise<ReportAnswer>
  /** Tells of every request, retry, wait and token refresh until the function that it returns is called. */
  subscribe(listener: (event: QboClientEvent) => void): () => void
  /** Asks before every HTTP attempt; what the gate throws ends the request. Call the function returned to remove it. */
  addGate(gate: () => void | Promise<void>): () => void
}

/** The part of a client that the engine uses, to build a source of one's own on. A client itself is a source too. */
export function qboSource(client: QboClient): Source {
  return {
    realmId: client.realmId,
    environment: client.environment,
    clientId: client.clientId,
    authorize: (options) => client.authorize(options),
    count: (scope, options) => client.count(scope, options),
    scan: (options) => client.scan(options),
    pages: (options) => client.pages(options),
    readByIds: (entity, ids, options) => client.readByIds(entity as EntityName, ids, options),
    cdc: (entities, changedSince, options) =>
      client.cdc(entities as readonly EntityName[], changedSince, options),
    transactionList: (options) => client.transactionList(options),
    report: (name, parameters, options) => client.report(name, parameters, options),
    subscribe: (listener) => client.subscribe(listener),
    addGate: (gate) => client.addGate(gate),
  }
}

/** A record that QuickBooks has and cannot give, as it was met: by its Id, by its second in a scan, or by position. */
export type PoisonedRow = PoisonedId | PoisonedRecord | PoisonedAtSecond

interface PoisonedAtSecond extends PoisonedScanRecord {
  /** What the second is of. */
  readonly key: 'MetaData.CreateTime' | 'MetaData.LastUpdatedTime'
}
