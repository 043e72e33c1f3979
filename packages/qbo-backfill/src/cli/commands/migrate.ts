import { createRawSink } from 'qbo-raw-sink'
import { BackfillError } from '../../errors.js'
import { resolveEntities } from '../../options.js'
import { openDatabase } from '../../store/open-database.js'
import { postgresStore } from '../../store/postgres-store.js'
import { readDatabaseUrl } from '../connection.js'
import { readRealm } from '../realm.js'
import type { Command } from '../command.js'

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'create or update the tables of the entities named; --adopt takes over earlier ones',
  flags: { values: ['entities', 'schema'], switches: ['adopt'] },
  async run({ given }) {
    const named = given.value('entities')
    if (named === undefined) {
      throw new BackfillError(
        'BACKFILL_INVALID_OPTIONS',
        'Missing: --entities, for example --entities customers,items,invoices.',
      )
    }
    const entities = resolveEntities(named.split(',')).map((entity) => entity.name)
    const schema = given.value('schema')
    // Earlier tables do not say whose they are: they are taken over for this company.
    const realmId = given.on('adopt') ? readRealm(given) : undefined
    const database = await openDatabase(readDatabaseUrl(given))
    try {
      const sink = createRawSink({ db: database.db, ...(schema === undefined ? {} : { schema }) })
      if (realmId !== undefined) await sink.migrate({ entities, adopt: { realmId } })
      await postgresStore({ db: database.db, sink }).prepare(entities)
      const tables = entities.map((entity) => `${sink.schema}.${sink.tableName(entity)}`)
      return {
        exitCode: 0,
        event: { type: 'migrate.completed', schema: sink.schema, tables },
        text: `Ready: ${tables.join(', ')}\n`,
      }
    } finally {
      await database.close()
    }
  },
}
