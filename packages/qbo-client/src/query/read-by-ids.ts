import { QboError } from '../errors.js'
import type { CallApi } from '../http/api.js'
import { createPageSize } from './page-size.js'
import { readPage } from './read-page.js'
import type { Page } from './record.js'
import { requireEntity } from './statement.js'

/** How long a statement may be is documented nowhere; this many Ids stay well below what is known to work. */
const idsPerStatement = 400

/** Reads records by Id, some hundreds a statement. */
export async function* readByIds(
  call: CallApi,
  name: string,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Page, void> {
  const entity = requireEntity(name)
  if (entity.idPath.length !== 1 || entity.idPath[0]?.length !== 1) {
    const reason = `${entity.name} has no Id of its own; read it with pages()`
    throw new QboError('QBO_INVALID_OPTIONS', `The query cannot be built: ${reason}.`, { issues: [reason] })
  }
  const distinct = [...new Set(ids)]
  for (let at = 0; at < distinct.length; at += idsPerStatement) {
    const value = distinct.slice(at, at + idsPerStatement)
    const found = new Set<unknown>()
    // As many as asked, unless a heavy answer had to be halved: then the rest is asked for by position.
    const size = createPageSize()
    for (let startPosition = 1; ;) {
      const { asked, ...page } = await readPage(call, size, {
        kind: 'read',
        scope: { entity: entity.name, where: [{ field: 'Id', operator: 'IN', value }] },
        startPosition,
        signal,
      })
      yield page
      for (const record of page.records) found.add(record.Id)
      if (asked >= value.length || page.records.length === 0 || found.size >= value.length) break
      startPosition += Math.min(page.records.length, asked)
    }
  }
}
