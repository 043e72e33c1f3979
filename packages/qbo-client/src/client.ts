import { createTokenManager } from './auth/token-manager.js'
import { createTokenSource } from './auth/token-source.js'
import { systemClock } from './clock.js'
import type { Clock } from './clock.js'
import { createEventHub } from './event-hub.js'
import { createGates } from './gates.js'
import type { Gate, Gates } from './gates.js'
import { createApi } from './http/api.js'
import { shareRateLimiter } from './http/rate-limiter.js'
import { createTransport } from './http/transport.js'
import { runCdc } from './query/cdc.js'
import type { CdcAnswer } from './query/cdc.js'
import type { EntityName } from './query/entity.js'
import { unexpected } from './query/envelope.js'
import { readPages } from './query/pages.js'
import { readByIds } from './query/read-by-ids.js'
import { readScan } from './query/scan.js'
import { runCount, runQuery } from './query/query.js'
import { resolveOptions } from './resolve-options.js'
import type { PagesOptions, PositionPage } from './query/pages.js'
import type { QueryScope } from './query/query-scope.js'
import type { Page, QboRecord } from './query/record.js'
import type { ScanOptions, ScanPage } from './query/scan-page.js'
import type { CountAnswer, QueryAnswer } from './query/query.js'
import type { QboEnvironment } from './environment.js'
import type { Emit, QboClientEvent } from './events.js'
import type { CallApi } from './http/api.js'
import { createTokenRequest } from './auth/token-request.js'
import type { ResolvedOptions } from './resolve-options.js'
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
  count<E extends EntityName>(scope: QueryScope<E>, options?: RequestOptions): Promise<CountAnswer>
  /** Reads by keyset, so that rows which change meanwhile are not lost. Resumable from any page's cursor. */
  scan<E extends EntityName>(options: ScanOptions<E>): AsyncIterable<ScanPage>
  /** Reads by STARTPOSITION: for sets that do not change while they are read, and for entities without MetaData. */
  pages<E extends EntityName>(options: PagesOptions<E>): AsyncIterable<PositionPage>
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
  /**
   * Has `gate` called before every HTTP attempt to the API, retries included; what it throws ends the request at
   * once and reaches the caller untouched. For callers that must not overspend. Call what it returns to remove it.
   */
  addGate(gate: Gate): () => void
}

/** Makes a client for one company. @throws {QboError} QBO_INVALID_OPTIONS, naming everything that is wrong. */
export function createQboClient(options: QboClientOptions): QboClient {
  return createClientWith(options, { clock: systemClock, random: Math.random })
}

/** What is typed for callers is read as any scope inside: the builder checks again, for callers without types. */
function anyScope<T extends { readonly entity: EntityName }>(options: T): T & QueryScope {
  return options as T & QueryScope
}

/** What a test replaces: time and chance. */
export interface Surroundings {
  readonly clock: Clock
  readonly random: () => number
}

/** @internal The same client in other surroundings. */
export function createClientWith(options: QboClientOptions, surroundings: Surroundings): QboClient {
  const resolved = resolveOptions(options)
  const hub = createEventHub(resolved.onEvent)
  const gates = createGates()
  const call = wireApi(resolved, surroundings, hub.emit, gates)
  const { realmId, environment, clientId } = resolved
  return Object.freeze<QboClient>({
    realmId,
    environment,
    clientId,
    query: async (statement, { signal } = {}) => runQuery(call, statement, signal),
    count: async (scope, { signal } = {}) => runCount(call, anyScope(scope), signal),
    scan: (scanOptions) => readScan(call, anyScope(scanOptions)),
    pages: (pagesOptions) => readPages(call, anyScope(pagesOptions)),
    readByIds: (entity, ids, { signal } = {}) => readByIds(call, entity, ids, signal),
    readById: async (entity, id, { signal } = {}) => {
      for await (const page of readByIds(call, entity, [id], signal)) {
        if (page.records[0] !== undefined) return page.records[0]
      }
      return undefined
    },
    cdc: async (names, changedSince, { signal } = {}) => runCdc(call, names, changedSince, signal),
    companyInfo: async ({ signal } = {}) => {
      for await (const page of readPages(call, { entity: 'CompanyInfo', signal })) {
        if (page.records[0] !== undefined) return page.records[0]
      }
      throw unexpected('CompanyInfo', 'it holds no record')
    },
    subscribe: hub.subscribe,
    addGate: gates.add,
  })
}

function wireApi(
  resolved: ResolvedOptions,
  { clock, random }: Surroundings,
  emit: Emit,
  gates: Gates,
): CallApi {
  const { environment, clientId, clientSecret, realmId, retries } = resolved
  const send = createTransport({ fetch: resolved.fetch, timeoutMs: resolved.timeoutMs })
  let requests = 0
  const nextRequestId = (): number => (requests += 1)
  const obtain = createTokenSource({
    key: { environment, clientId, realmId },
    store: resolved.tokenStore,
    seed: resolved.seedRefreshToken,
    retries,
    clock,
    random,
    emit,
    request: createTokenRequest({
      send,
      tokenUrl: resolved.tokenUrl,
      app: { clientId, clientSecret },
      nextRequestId,
      emit,
    }),
  })
  return createApi({
    companyUrl: `${resolved.apiBaseUrl}/v3/company/${realmId}`,
    send,
    tokens: createTokenManager(obtain, clock),
    limiter: shareRateLimiter(`${new URL(resolved.apiBaseUrl).origin} ${realmId}`, resolved.rateLimit, clock),
    clock,
    random,
    retries,
    secrets: [clientSecret],
    nextRequestId,
    emit,
    passGates: gates.pass,
  })
}
