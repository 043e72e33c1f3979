import { createRawSink, type RawSink, type ViewStyle } from 'qbo-raw-sink'
import type { Arguments } from '../../input/arguments.js'
import { openDatabase, readDatabaseUrl } from '../../input/open-database.js'

/** Which of the two the table of commands has seen to. */
export function readStyle(given: Arguments): ViewStyle {
  return given.value('style') === 'fivetran' ? 'fivetran' : 'flat'
}

/** Opens the database for one piece of work on the views of its raw tables. */
export async function withSink<T>(given: Arguments, work: (sink: RawSink) => Promise<T>): Promise<T> {
  const database = await openDatabase(readDatabaseUrl(given))
  try {
    return await work(createRawSink({ db: database.db, schema: given.value('schema') }))
  } finally {
    await database.close()
  }
}
