import { createRawSink } from 'qbo-raw-sink'
import { resolveEntities } from '../../options.js'
import { readEntityList } from '../input/entity-list.js'
import { withDatabase } from '../input/open-database.js'
import { postgresStore } from '../../store/postgres-store.js'
import { readRealm } from '../input/realm.js'
import type { Command } from './command.js'

export const run: Command = async ({ given }) => {
  const named = readEntityList(given, 'entities') ?? []
  const entities = resolveEntities(named).map((entity) => entity.name)
  const schema = given.value('schema')
  // Earlier tables do not say whose they are: they are taken over for this company.
  const realmId = given.on('adopt') ? readRealm(given) : undefined
  return withDatabase(given, async (database) => {
    const sink = createRawSink({ db: database.db, ...(schema === undefined ? {} : { schema }) })
    if (realmId !== undefined) await sink.migrate({ entities, adopt: { realmId } })
    await postgresStore({ db: database.db, sink }).prepare(entities)
    const tables = entities.map((entity) => `${sink.schema}.${sink.tableName(entity)}`)
    return {
      exitCode: 0,
      event: { type: 'migrate.completed', schema: sink.schema, tables },
      text: `${{ en: 'Ready', es: 'Listas' }[given.language]}: ${tables.join(', ')}\n`,
    }
  })
}
