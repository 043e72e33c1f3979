import { refusedOptions } from '../errors.js'
import type { CallApi } from '../api.js'
import type { EntityDefinition } from '../entity/entity.js'
import { givePage, type Undecoded } from './give-page.js'
import { failIfNothingCanBeRead } from './outage-probe.js'
import { createPageSize } from './page-size.js'
import { describeRefusal, isPoisoned } from './poisoned-record.js'
import type { PoisonedId } from './poisoned-record.js'
import { readPage } from './read-page.js'
import type { Page, QboRecord } from '../record/record.js'
import { hasOwnId, recordId } from '../record/record-id.js'
import { unexpected } from '../answer/shape.js'
import { requireEntity } from '../statement/statement.js'

/** How long a statement may be is documented nowhere; this many Ids stay well below what is known to work. */
const idsPerStatement = 400

/** What a read by Ids gives: a page, or a record that QuickBooks has and cannot give. Whoever reads must say what becomes of it. */
export type IdAnswer<T = QboRecord> =
  | (Page<T> & {
      /** Absent of a page. */
      readonly poisoned?: undefined
    })
  | {
      /** A record that QuickBooks has and cannot give. */
      readonly poisoned: PoisonedId
    }

/**
 * Reads records by Id, some hundreds a statement. One record that cannot be read fails every statement that names it:
 * its Ids are halved until it stands alone, and it is named.
 */
export async function* readByIds(
  call: CallApi,
  name: string,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<IdAnswer, void> {
  const entity = entityWithIds(name)
  const parts = chunksOf([...new Set(ids)], idsPerStatement)
  let hasFailed = false
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    const found = new Set<string>()
    try {
      for await (const page of readPart(call, entity, part, {
        signal,
        poisonRetries: hasFailed ? 1 : undefined,
      })) {
        for (const record of page.records) found.add(recordId(entity, record) ?? '')
        yield givePage(page)
      }
    } catch (error) {
      if (!isPoisoned(error)) throw error
      const rest = part.filter((id) => !found.has(id))
      // Asked at the first failure and before each that is given up: between the two an outage may begin.
      if (!hasFailed || rest.length === 1) await failIfNothingCanBeRead(call, { entity: entity.name }, signal)
      hasFailed = true
      if (rest.length > 1) parts.unshift(...chunksOf(rest, Math.ceil(rest.length / 2)))
      else for (const id of rest) yield { poisoned: { id, ...describeRefusal(error) } }
    }
  }
}

/** Reads one record; one that cannot be read is an error here. */
export async function readById(
  call: CallApi,
  name: string,
  id: string,
  signal: AbortSignal | undefined,
): Promise<Page['records'][number] | undefined> {
  for await (const page of readPart(call, entityWithIds(name), [id], { signal })) {
    if (page.records[0] !== undefined) return page.records[0]
  }
  return undefined
}

async function* readPart(
  call: CallApi,
  entity: EntityDefinition,
  ids: readonly string[],
  how: { readonly signal: AbortSignal | undefined; readonly poisonRetries?: number | undefined },
): AsyncGenerator<Undecoded<Page>, void> {
  // As many as asked, unless a heavy answer had to be halved.
  const size = createPageSize()
  // QuickBooks compares texts without regard to case.
  const left = new Map(ids.map((id) => [id.toLowerCase(), id]))
  // A page may be short by the server's whim, so only an answer that holds none tells that none is left. The rest is asked
  // for by its Ids: by position, a row that goes meanwhile would let another be passed over, and it would count as gone.
  while (left.size > 0) {
    const { pageSize: _pageSize, ...page } = await readPage(call, size, {
      kind: 'read',
      scope: { entity: entity.name, where: [{ field: 'Id', operator: 'IN', value: [...left.values()] }] },
      startPosition: 1,
      ...how,
    })
    const came = page.records.map((record) => recordId(entity, record)?.toLowerCase() ?? '')
    // Where others come than were asked for, those that do not come are not known to be absent.
    if (came.some((id) => !left.has(id)))
      throw unexpected(page.request, `it holds a ${entity.name} that was not asked for`)
    for (const id of came) left.delete(id)
    yield page
    if (came.length === 0) return
  }
}

function entityWithIds(name: string): EntityDefinition {
  const entity = requireEntity(name)
  if (hasOwnId(entity)) return entity
  const message = `${entity.name} has no Id of its own; read it with pages()`
  throw refusedOptions('The query cannot be built', [{ path: 'entity', message }])
}

function chunksOf(ids: readonly string[], length: number): (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / length) }, (_, index) =>
    ids.slice(index * length, (index + 1) * length),
  )
}
