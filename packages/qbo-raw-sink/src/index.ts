export { createRawSink, type RawSink } from './raw-sink.js'
export type { RawSinkOptions } from './options.js'
export type { MigrateOptions } from './migrate/migrate.js'
export type { Database } from './database.js'
export { entityTables } from './entity-tables.js'

export type { Page, RecordTarget, Window, WriteCounts } from './write/page.js'
export type { DeletedStub, Tombstones } from './write/tombstone.js'

export type { ComparedPage, ComparedRecord } from './read/compare-payloads.js'
export type { CivilDateRange, InstantRange, RowSet } from './read/row-set.js'
export type { LiveBucket, LiveCountQuery, LiveGrouping } from './read/count-live.js'
export type { IdQuery, NotSeenQuery, StoredIdQuery, WindowQuery } from './read/ids.js'

export type { Reject } from './rejects/reject.js'
export type { NewReject, RejectContext } from './rejects/record-rejects.js'
export type { Acknowledgement, RejectReplay, RejectSelection } from './rejects/settle-rejects.js'
export type { RejectQuery } from './rejects/list-rejects.js'

export { roleStatements, type RoleOptions } from './roles/role-statements.js'

export { SinkError, isSinkError, type SinkErrorCode } from './sink-error.js'
