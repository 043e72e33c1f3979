import type { Kysely } from 'kysely'
import type { RawSink } from 'qbo-raw-sink'
import { BackfillError } from '../errors.js'
import { pendingStateMigrations } from '../ledger/migrate.js'
import { finishedRuns } from '../ledger/runs.js'
import { selectStoredVersions } from '../ledger/stored-versions.js'
import type { StateDatabase } from '../ledger/tables.js'
import type { VerificationStore } from './verification-store.js'

/** Looks back at finished runs in the database of a `postgresStore`. */
export function postgresVerification(
  db: Kysely<StateDatabase>,
  schema: string,
  sink: RawSink,
): VerificationStore {
  const state = db.withSchema(schema)
  return {
    async requirePrepared(entities) {
      const pending =
        (await pendingStateMigrations(db, schema)) + (await sink.pendingMigrations({ entities })).length
      if (pending === 0) return
      throw new BackfillError(
        'BACKFILL_NOT_MIGRATED',
        `The database has no tables of ${entities.join(', ')}, or older ones. Load them with qbo-backfill run, or bring them up to date: qbo-backfill migrate --entities ${entities.join(',')}`,
      )
    },
    finishedRuns: (realmId) => finishedRuns(state, realmId, sink.schema),
    storedVersions: (realmId, entity, ids) =>
      selectStoredVersions(db, { schema: sink.schema, table: sink.tableName(entity), realmId, ids }),
    sampleIds: ({ rows, ...query }) => sink.sampleIds(db, { ...query, where: rows }),
    comparePayloads: (page) => sink.comparePayloads(db, page),
  }
}
