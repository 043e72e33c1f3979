import type { Kysely } from 'kysely'
import { fewestConnections, readConnectionLimit } from '../database/connection-limit.js'
import { errorWords } from '../failure/error-words.js'
import { fail, ok, warn, type Look } from './finding.js'

/** Whether there may be as many connections as a run holds at once, and who has them. */
export async function checkConnections<DB>(db: Kysely<DB>): Promise<Look> {
  try {
    const limit = await readConnectionLimit(db)
    if (limit === undefined)
      return ok('connections', {
        en: 'Neither this role nor this database has a limit of connections of its own.',
        es: 'Ni este rol ni esta base de datos tiene un límite propio de conexiones.',
      })
    const { allowed, others } = limit
    const message = {
      en: `The role or the database may have ${allowed} connections; others have ${others} of them. A run needs ${fewestConnections} at once.`,
      es: `El rol o la base de datos puede tener ${allowed} conexiones; otros usan ${others} de ellas. Una corrida necesita ${fewestConnections} a la vez.`,
    }
    if (allowed - others >= fewestConnections) return ok('connections', message)
    return warn('connections', message, {
      en: 'Raise it (ALTER ROLE or DATABASE … CONNECTION LIMIT 8), or close some of those.',
      es: 'Aumente el límite (ALTER ROLE o DATABASE … CONNECTION LIMIT 8), o cierre algunas.',
    })
  } catch (error) {
    const { en, es } = errorWords(error)
    return fail(
      'connections',
      { en: `Connections cannot be counted: ${en}`, es: `No se pueden contar las conexiones. ${es}` },
      { en: 'See the message.', es: 'Vea el mensaje.' },
    )
  }
}
