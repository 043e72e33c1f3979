import { createTokenManager } from './auth/token-manager.js'
import type { TokenManager } from './auth/token-manager.js'
import { createTokenSource } from './auth/token-source.js'
import { systemClock } from './clock.js'
import type { Clock } from './clock.js'
import { createEventHub } from './event-hub.js'
import { createGates } from './gates.js'
import type { Gate, Gates } from './gates.js'
import { createApi } from './api.js'
import { shareRateLimiter } from './http/rate-limiter.js'
import { createTransport } from './http/transport.js'
import { runCdc } from './query/cdc.js'
import type { CdcAnswer } from './query/cdc.js'
import type { EntityName } from './entity-name.js'
import { unexpected } from './answer/shape.js'
import { readPages } from './query/pages.js'
import { readById, readByIds } from './query/read-by-ids.js'
import type { IdAnswer } from './query/read-by-ids.js'
import { readScan } from './scan/scan.js'
import { runCount, runQuery } from './query/query.js'
import { runReport } from './report/run-report.js'
import type { ReportAnswer, ReportParameters } from './report/run-report.js'
import { listTransactions } from './report/transaction-list.js'
import type { TransactionListOptions, TransactionListPart } from './report/transaction-list.js'
import { resolveOptions } from './resolve-options.js'
import type { PagesOptions, PositionPage } from './query/pages.js'
import { readRecords } from './scan/records.js'
import type { RecordsOptions } from './scan/records.js'
import type { RecordOf } from './record/record-of.js'
import type { QueryScope } from './statement/query-scope.js'
import type { QboRecord } from './record/record.js'
import type { ScanOptions, ScanPage } from './scan/scan-page.js'
import type { CountAnswer, QueryAnswer } from './query/query.js'
import type { QboEnvironment } from './environment.js'
import type { Emit, QboClientEvent } from './events.js'
import type { CallApi } from './api.js'
import { createTokenRequest } from './auth/token-request.js'
import type { ResolvedOptions } from './resolve-options.js'
import type { QboClientOptions } from './options.js'
import type { RequestOptions } from './request-options.js'

/** Reads one QuickBooks Online company. There is no method that writes. */
export interface QboClient {
  /** The company that it reads: digits. */
  readonly realmId: string
  /** Where the company is. */
  readonly environment: QboEnvironment
  /** The app that asks. */
  readonly clientId: string
  /** Gets a token that works, if there is none at hand: a round less for whoever asks next. */
  authorize(options?: RequestOptions): Promise<void>
  /** Sends a statement as it is. The escape hatch: nothing is added, escaped or checked. */
  query(statement: string, options?: RequestOptions): Promise<QueryAnswer>
  /** Asks how many records there are. */
  count<E extends EntityName>(scope: QueryScope<E>, options?: RequestOptions): Promise<CountAnswer>
  /**
   * Reads each record once, in the order in which they were made: all that there is, whatever changes meanwhile. For entities
   * without times, by position. Typed for the entities that have a type here, such as `Invoice`.
   *
   * @example
   * for await (const invoice of client.records({ entity: 'Invoice' })) console.log(invoice.DocNumber, invoice.TotalAmt)
   *
   * @throws {QboError} `QBO_QUERY_UNPROCESSABLE`, after the last record, if there are some that QuickBooks cannot give: no
   * loop that ends without it lacks one. `scan` names them one by one.
   */
  records<E extends EntityName>(options: RecordsOptions<E>): AsyncIterable<RecordOf<E>>
  /** Reads by keyset, so that rows which change meanwhile are not lost. Resumable from any page's cursor. */
  scan<E extends EntityName>(options: ScanOptions<E>): AsyncIterable<ScanPage<RecordOf<E>>>
  /** Reads by STARTPOSITION: for sets that do not change while they are read, and for entities without MetaData. */
  pages<E extends EntityName>(options: PagesOptions<E>): AsyncIterable<PositionPage<RecordOf<E>>>
  /**
   * Reads the records that have these Ids; those that are gone are simply absent. One that QuickBooks cannot give is
   * named under `poisoned`, beside the pages of all others.
   */
  readByIds<E extends EntityName>(
    entity: E,
    ids: readonly string[],
    options?: RequestOptions,
  ): AsyncIterable<IdAnswer<RecordOf<E>>>
  /** Reads one record, inactive ones too; undefined when there is none. */
  readById<E extends EntityName>(
    entity: E,
    id: string,
    options?: RequestOptions,
  ): Promise<RecordOf<E> | undefined>
  /** Asks what has changed, deletions included, since an instant of the last 30 days. */
  cdc(entities: readonly EntityName[], changedSince: string, options?: RequestOptions): Promise<CdcAnswer>
  /**
   * Asks for a report of QuickBooks, such as `ProfitAndLoss`. Send both dates: some reports ignore one alone. Looks at the
   * answer's shape only; whether it is of the dates that were asked for, its `header` says.
   */
  report(name: string, parameters?: ReportParameters, options?: RequestOptions): Promise<ReportAnswer>
  /**
   * Lists the transactions that QuickBooks' own reports show, by type and day: a second witness beside queries. An answer
   * that is not exactly what was asked for is refused (`QBO_REPORT_REFUSED`), and so nothing is taken for absent that is not.
   */
  transactionList(options: TransactionListOptions): AsyncIterable<TransactionListPart>
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

/** Records of an entity have the type of that entity: all of its fields may be absent, so none is promised that does not come. */
function typed<T>(answers: AsyncIterable<unknown>): AsyncIterable<T> {
  return answers as AsyncIterable<T>
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
  const { call, tokens } = wireApi(resolved, surroundings, hub.emit, gates)
  const { realmId, environment, clientId } = resolved
  return Object.freeze<QboClient>({
    realmId,
    environment,
    clientId,
    authorize: async ({ signal } = {}) => {
      await tokens.accessToken(signal)
    },
    query: async (statement, { signal } = {}) => runQuery(call, statement, signal),
    count: async (scope, { signal } = {}) => runCount(call, anyScope(scope), signal),
    records: (recordsOptions) => typed(readRecords(call, anyScope(recordsOptions))),
    scan: (scanOptions) => typed(readScan(call, anyScope(scanOptions))),
    pages: (pagesOptions) => typed(readPages(call, anyScope(pagesOptions))),
    readByIds: (entity, ids, { signal } = {}) => typed(readByIds(call, entity, ids, signal)),
    readById: async <E extends EntityName>(
      entity: E,
      id: string,
      { signal }: RequestOptions = {},
    ): Promise<RecordOf<E> | undefined> =>
      (await readById(call, entity, id, signal)) as RecordOf<E> | undefined,
    cdc: async (names, changedSince, { signal } = {}) => runCdc(call, names, changedSince, signal),
    report: async (name, parameters = {}, { signal } = {}) => runReport(call, name, parameters, signal),
    transactionList: (listOptions) => listTransactions(call, listOptions),
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
): { readonly call: CallApi; readonly tokens: TokenManager } {
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
  const tokens = createTokenManager(obtain, clock)
  const call = createApi({
    companyUrl: `${resolved.apiBaseUrl}/v3/company/${realmId}`,
    send,
    tokens,
    limiter: shareRateLimiter(`${new URL(resolved.apiBaseUrl).origin} ${realmId}`, resolved.rateLimit, clock),
    clock,
    random,
    retries,
    throttlePauseMs: resolved.throttlePauseMs,
    secrets: [clientSecret],
    nextRequestId,
    emit,
    passGates: gates.pass,
  })
  return { call, tokens }
}
