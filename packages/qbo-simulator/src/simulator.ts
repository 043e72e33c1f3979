import type { EditOptions, NewRecord, RemoveOptions } from './company/realm.js'
import type { RequestListener } from './core.js'
import type { QboRecord } from './entity/record.js'
import type { Fault } from './fault/fault-queue.js'
import type { LoggedRequest } from './request-log.js'
import type { ListenOptions, SimulatorServer } from './serve/listen.js'

/** Where a verb of the simulator applies, when there is more than one company. */
export interface InRealm {
  /** @defaultValue the first company's */
  readonly realmId?: string
}

/** A QuickBooks Online in this process. */
export interface Simulator {
  /** The app's key that its token host accepts. */
  readonly clientId: string
  /** The app's secret that its token host accepts. */
  readonly clientSecret: string
  /** The companies, in the order in which they were given. */
  readonly realmIds: readonly string[]
  /** The simulator's clock, epoch milliseconds. */
  now(): number
  /** Moves the clock; it goes on from there. Tokens expire and rotate by it, throttles slide by it. */
  setNow(epochMs: number): void

  /** Answers any request by its path, whatever its host. A broken connection is a TypeError, as `fetch` throws. */
  handle(request: Request): Promise<Response>
  /** Serves on node:http, on loopback and any free port by default. */
  listen(options?: ListenOptions): Promise<SimulatorServer>

  /** A refresh token that is good now, to seed a client with. */
  refreshToken(realmId?: string): string
  /** Replaces the refresh token; the old value dies at once. Returns the new one. */
  rotateRefreshToken(realmId?: string): string
  /** Makes every access token of the company expire now. */
  expireAccessTokens(realmId?: string): void

  /** Current records, inactive ones too, in the order of the entity's own default (dates ascending). */
  records(entity: string, realmId?: string): readonly QboRecord[]
  /** The same as they are served, byte for byte: for numbers and escapes that parsing would change. */
  texts(entity: string, realmId?: string): readonly string[]
  /** Adds a record; Id, SyncToken, MetaData and Active are filled in unless given. Text is kept byte for byte. */
  create(entity: string, record: NewRecord | string, realmId?: string): QboRecord
  /** Merges the fields in and, unless `touch` is false, moves SyncToken and LastUpdatedTime. */
  edit(
    entity: string,
    id: string,
    patch: Readonly<Record<string, unknown>>,
    options?: string | (EditOptions & InRealm),
  ): QboRecord
  /** Deletes for good. CDC shows it as Deleted, unless `trace` is false. For lists, QuickBooks sets Active to false. */
  remove(entity: string, id: string, options?: string | (RemoveOptions & InRealm)): void
  /** Makes every page with this row fail with 4002, at HTTP 400 or `status`. Returns the antidote. */
  poison(entity: string, id: string, options?: string | (InRealm & { readonly status?: number })): () => void
  /** Hides the row from queries, counts and CDC: only reports, and a look-up by Id, still show it. Returns what ends that. */
  hide(entity: string, id: string, realmId?: string): () => void

  /** Makes calls to come fail. Returns what takes the fault back. */
  inject(fault: Fault): () => void
  /** Calls `listener` before each call to the data API is answered, and waits for it. Returns what ends that. */
  onRequest(listener: RequestListener): () => void
  /** Every call answered so far, to both hosts, in the order of the answers. */
  readonly requests: readonly LoggedRequest[]
}
