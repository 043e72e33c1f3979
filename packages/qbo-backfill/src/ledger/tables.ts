import type { ScanCursor } from 'qbo-client'
import type { ColumnType, Generated } from 'kysely'
import type { ReadSetKind } from '../plan/read-set.js'
import type { TriggerState } from './trigger-state.js'
import type { RunStatus, EntityTotals } from './run-state.js'
import type { SegmentStatus } from './segment-state.js'
import type { Colour } from '../verdict/colour.js'

/** Read back as text by `instantText`, so that neither driver's idea of a Date comes between. */
type Instant = ColumnType<Date, string, string>
type Json<T> = ColumnType<T, string, string>

export interface RunsTable {
  run_id: string
  run_key: string
  environment: string
  realm_id: string
  client_id: string
  entities: Json<string[]>
  range_from_utc: Instant
  range_to_utc: Instant
  time_zone: string
  window_size: string | null
  raw_schema: string
  settled_before_utc: Instant
  status: RunStatus
  notices: Json<string[]>
  totals: Json<Readonly<Record<string, EntityTotals>>>
  report: Json<unknown> | null
  attempts: Generated<number>
  started_at_utc: Generated<Date>
  finished_at_utc: Instant | null
}

export interface SegmentsTable {
  run_id: string
  number: number
  entity: string
  kind: ReadSetKind
  first_window: number
  end_window: number
  planned_count: number
  status: Generated<SegmentStatus>
  statement_hash: string | null
  begun_at_utc: Instant | null
  cursor: Json<ScanCursor | null> | null
  pages: Generated<number>
  inserted: Generated<number>
  updated: Generated<number>
  unchanged: Generated<number>
  stale: Generated<number>
  rejected: Generated<number>
  outside_range: Generated<number>
  duration_ms: Generated<number>
  error: Json<unknown> | null
}

export interface PagesTable {
  run_id: string
  segment: number
  number: number
  request: string
  intuit_tid: string | null
  row_count: number
  duration_ms: number
  committed_at_utc: Generated<Date>
}

export interface WindowsTable {
  run_id: string
  entity: string
  number: number
  window_start_utc: Instant
  window_end_utc: Instant
  first_date: ColumnType<string, string, string>
  end_date: ColumnType<string, string, string>
  expected: number | null
  loaded: number | null
  status: string | null
}

export interface ChecksTable {
  run_id: string
  entity: string
  name: string
  status: Colour
  message: string
  details: Json<unknown>
}

export interface KnownFieldsTable {
  realm_id: string
  entity: string
  field: string
  first_run_id: string
}

export interface LeasesTable {
  realm_id: string
  environment: string
  epoch: ColumnType<string, number | string, number | string>
  holder: Json<unknown> | null
  acquired_at_utc: Instant | null
}

export interface TokensTable {
  environment: string
  client_id: string
  realm_id: string
  token_set: string
  updated_at_utc: Generated<Date>
}

export interface ApiUsageTable {
  client_id: string
  realm_id: string
  month: string
  calls: number
  metered: number
}

export interface MonthCallsTable {
  client_id: string
  month: string
  /** Calls made or reserved, of all companies. */
  taken: number
  /** What the last statement that reserved was given. */
  newest_block: number
}

export interface WebhookEventsTable {
  event_id: string
  realm_id: string
  entity: string
  record_id: string
  operation: string
  at_utc: Instant
  received_at_utc: Generated<Date>
  /** When somebody began a sync for it. */
  taken_at_utc: Instant | null
  /** When that sync was done; null while it waits. */
  settled_at_utc: Instant | null
}

export interface RunCallsTable {
  run_id: string
  /** Empty for calls that serve several entities: CDC. */
  entity: string
  calls: number
}

export interface TriggersTable {
  trigger_id: Generated<string>
  name: string | null
  realm_id: string
  environment: string
  at_utc: Instant
  entities: Json<string[]>
  range_from_utc: Instant
  range_to_utc: Instant
  time_zone: string
  window_size: string | null
  raw_schema: string
  state: Generated<TriggerState>
  attempts: Generated<number>
  /** Names the lock that its claimer holds while it lives. */
  claim_id: string | null
  claimed_by: string | null
  claimed_at_utc: Instant | null
  run_id: string | null
  message: string | null
  settled_at_utc: Instant | null
}

export interface RequestFailuresTable {
  id: Generated<number>
  run_id: string | null
  realm_id: string
  at_utc: Instant
  entity: string | null
  kind: string
  code: string
  status: number | null
  attempt: number
  intuit_tid: string | null
}

export interface SyncCursorsTable {
  realm_id: string
  raw_schema: string
  entity: string
  changed_since_utc: Instant
  sync_id: string
  synced_at_utc: Generated<Date>
  deletions_untold_until_utc: Generated<Instant | null>
  /** Changes that syncs found since a webhook announced any of the entity. */
  unannounced: Generated<number>
  unannounced_since_utc: Generated<Instant | null>
}

export interface WitnessTable {
  run_id: string
  entity: string
  type: string
  month: ColumnType<string, string, string>
  reported_count: number
  reported_sum: string | null
  stored_count: number
  stored_sum: string | null
}

/** The engine's state, in a schema of its own beside the raw tables. */
export interface StateDatabase {
  runs: RunsTable
  segments: SegmentsTable
  pages: PagesTable
  windows: WindowsTable
  checks: ChecksTable
  known_fields: KnownFieldsTable
  leases: LeasesTable
  tokens: TokensTable
  api_usage: ApiUsageTable
  run_calls: RunCallsTable
  month_calls: MonthCallsTable
  webhook_events: WebhookEventsTable
  request_failures: RequestFailuresTable
  triggers: TriggersTable
  sync_cursors: SyncCursorsTable
  witness: WitnessTable
}
