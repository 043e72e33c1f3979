export { createRawSink, type RawSink } from './raw-sink.js'
export type { RawSinkOptions } from './options.js'
export type { MigrateOptions } from './migrate/migrate.js'
export type { Database } from './database.js'
export { entityTables, type RawTableName, type SinkEntity } from './entity-tables.js'
export type { RawRejectsTable, RawTable, RawTables } from './raw-tables.js'

export type { RawPage, RecordTarget, RecordWindow, WriteCounts } from './record/page.js'
export type { DeletedStub, Tombstones } from './write/tombstone.js'

export type { ComparedPage, ComparedRecord } from './read/compare-payloads.js'
export type { CivilDateRange, InstantRange, RowSet } from './read/row-set.js'
export type { LiveBucket, LiveCountQuery, LiveGrouping } from './read/count-live.js'
export type { IdQuery, NotSeenQuery } from './read/ids.js'

export type { Reject } from './rejects/reject.js'
export type { NewReject, RejectContext } from './write/record-rejects.js'
export type { Acknowledgement, RejectReplay, RejectSelection } from './rejects/settle-rejects.js'
export type { RejectCounts, RejectQuery } from './rejects/list-rejects.js'

export type { ViewsOptions } from './views/options.js'
export type { ViewStyle } from './views/definitions.js'
export type { CreatedViews, FoundView } from './views/manage-views.js'
export type { DbtVariables } from './views/dbt-variables.js'

export { roleStatements, type RoleOptions } from './roles/role-statements.js'

export { SinkError, isSinkError, type SinkErrorCode, type SinkIssue } from './sink-error.js'
export { databaseFailure, type DatabaseFailure } from './database-failure.js'
