import type {
  CdcAnswer,
  Page,
  PositionPage,
  QboClient,
  QboClientEvent,
  QueryScope,
  RequestOptions,
  ScanOptions,
  ScanPage,
} from 'qbo-client'

/** Where records come from. `qboSource` makes one of a client; the engine knows no other door to QuickBooks. */
export interface Source {
  readonly realmId: string
  readonly environment: 'production' | 'sandbox'
  readonly clientId: string
  count(scope: QueryScope, options?: RequestOptions): Promise<{ count: number; time?: string | undefined }>
  scan(options: ScanOptions): AsyncIterable<ScanPage>
  pages(options: QueryScope & RequestOptions): AsyncIterable<PositionPage>
  readByIds(entity: string, ids: readonly string[], options?: RequestOptions): AsyncIterable<Page>
  cdc(entities: readonly string[], changedSince: string, options?: RequestOptions): Promise<CdcAnswer>
  /** Tells of every request, retry, wait and token refresh until the function that it returns is called. */
  subscribe(listener: (event: QboClientEvent) => void): () => void
  /** Asks before every HTTP attempt; what the gate throws ends the request. Call the function returned to remove it. */
  addGate(gate: () => void | Promise<void>): () => void
}

/** Reads from a QuickBooks Online company through a client. */
export function qboSource(client: QboClient): Source {
  return {
    realmId: client.realmId,
    environment: client.environment,
    clientId: client.clientId,
    count: (scope, options) => client.count(scope, options),
    scan: (options) => client.scan(options),
    pages: (options) => client.pages(options),
    readByIds: (entity, ids, options) => client.readByIds(entity as never, ids, options),
    cdc: (entities, changedSince, options) => client.cdc(entities as never, changedSince, options),
    subscribe: (listener) => client.subscribe(listener),
    addGate: (gate) => client.addGate(gate),
  }
}
