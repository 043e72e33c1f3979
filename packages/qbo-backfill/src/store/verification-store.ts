import type { ComparedRecord, RowSet } from 'qbo-raw-sink'
import type { StoredRun } from './store.js'

/** A stored row as far as it says which version it is and where it belongs. */
export interface StoredVersion {
  readonly id: string
  readonly live: boolean
  /** Instants, `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly createTime: string | undefined
  readonly lastUpdatedTime: string | undefined
  readonly syncToken: string | undefined
  readonly txnDate: string | undefined
}

/** What looking back at finished runs asks of a database. Nothing of it writes. */
export interface VerificationStore {
  /** @throws {BackfillError} `BACKFILL_NOT_MIGRATED` if tables are missing or of an earlier version. */
  requirePrepared(entities: readonly string[]): Promise<void>
  /** Runs of the realm into these tables that ended green or yellow, the one that was started last first. */
  finishedRuns(realmId: string): Promise<readonly StoredRun[]>
  storedVersions(realmId: string, entity: string, ids: readonly string[]): Promise<readonly StoredVersion[]>
  /** Ids of live rows of the set, as many as asked for, chosen by chance. */
  sampleIds(query: SampleQuery): Promise<readonly string[]>
  /** Holds records of an answer against the rows of the table. */
  comparePayloads(page: {
    readonly realmId: string
    readonly entity: string
    readonly text: string
    readonly recordsPath: readonly string[]
  }): Promise<readonly ComparedRecord[]>
}

export interface SampleQuery {
  readonly realmId: string
  readonly entity: string
  readonly rows: RowSet
  readonly count: number
}
