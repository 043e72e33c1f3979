import { createRawSink, type RawSink, type ViewStyle } from 'qbo-raw-sink'
import type { Arguments } from '../../input/arguments.js'
import { withDatabase } from '../../input/open-database.js'

/** Which of the two the table of commands has seen to. */
export function readStyle(given: Arguments): ViewStyle {
  return given.value('style') === 'fivetran' ? 'fivetran' : 'flat'
}

/** Opens the database for one piece of work on the views of its raw tables. */
export async function withSink<T>(given: Arguments, work: (sink: RawSink) => Promise<T>): Promise<T> {
  return withDatabase(given, async (database) => {
    return await work(createRawSink({ db: database.db, schema: given.value('schema') }))
  })
}
