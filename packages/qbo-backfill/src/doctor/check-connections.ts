import type { Kysely } from 'kysely'
import { fewestConnections, readConnectionLimit } from '../database/connection-limit.js'
import { fail, messageOf, ok, warn, type Finding } from './finding.js'

/** Whether there may be as many connections as a run holds at once, and who has them. */
export async function checkConnections<DB>(db: Kysely<DB>): Promise<Finding> {
  try {
    const limit = await readConnectionLimit(db)
    if (limit === undefined)
      return ok('connections', 'Neither this role nor this database has a limit of connections of its own.')
    const { allowed, others } = limit
    const message = `The role or the database may have ${allowed} connections; others have ${others} of them. A run needs ${fewestConnections} at once.`
    if (allowed - others >= fewestConnections) return ok('connections', message)
    return warn(
      'connections',
      message,
      'Raise it (ALTER ROLE or DATABASE … CONNECTION LIMIT 8), or close some of those.',
    )
  } catch (error) {
    return fail('connections', `Connections cannot be counted: ${messageOf(error)}`, 'See the message.')
  }
}
