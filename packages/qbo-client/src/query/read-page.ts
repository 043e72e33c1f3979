import { isQboError } from '../errors.js'
import type { CallApi } from '../http/api.js'
import type { QboRequestKind } from '../events.js'
import { isHeavy } from '../http/heavy-answer.js'
import { queryResponseOf, recordsIn } from './envelope.js'
import type { EntityDefinition } from './entity.js'
import { leanText } from './lean-text.js'
import type { PageSize } from './page-size.js'
import type { QueryScope } from './query-scope.js'
import type { Page } from './record.js'
import { sendStatement } from './send-statement.js'
import { buildSelect, requireEntity } from './statement.js'

/** What a page is asked for by. */
export interface PageRequest {
  readonly kind?: QboRequestKind | undefined
  readonly scope: QueryScope
  readonly orderBy?: string | undefined
  readonly startPosition: number
  /** What the records keep beside identity and MetaData; everything when absent. */
  readonly recordFields?: readonly string[] | undefined
  readonly signal?: AbortSignal | undefined
  /** How often to send again what fails on a row; as for any request when absent. */
  readonly poisonRetries?: number | undefined
}

/** A page, and how many records it was asked for. */
export interface AskedPage extends Page {
  readonly asked: number
}

/**
 * Asks for one page. One that does not come in time, or that a gateway gives up on, is asked for at half the size,
 * after one retry: pages differ by a factor of a hundred in what they cost the server.
 */
export async function readPage(call: CallApi, size: PageSize, request: PageRequest): Promise<AskedPage> {
  for (;;) {
    const asked = size.current()
    try {
      const page = await readPageOf(call, asked, request)
      size.grow()
      return page
    } catch (error) {
      if (!isQboError(error) || !isHeavy(error) || !size.shrink()) throw error
    }
  }
}

async function readPageOf(call: CallApi, asked: number, request: PageRequest): Promise<AskedPage> {
  const { scope, orderBy, startPosition, signal } = request
  const entity = requireEntity(scope.entity)
  const text = buildSelect(scope, { orderBy, startPosition, maxResults: asked })
  const answer = await sendStatement(call, {
    kind: request.kind ?? 'query',
    entity: entity.name,
    text,
    signal,
    askLessRetries: { heavy: asked > 1 ? 1 : undefined, poisoned: request.poisonRetries },
    condense: condenserOf(entity, request.recordFields),
    interpret: (body) => recordsIn(queryResponseOf(body, text), entity, text),
  })
  return {
    bytes: answer.bytes,
    get text() {
      return answer.text
    },
    request: answer.request,
    durationMs: answer.durationMs,
    ...(answer.intuitTid === undefined ? {} : { intuitTid: answer.intuitTid }),
    ...answer.value,
    asked,
  }
}

/** Leaves the fields that are named, and what every reader looks at: identity and MetaData. */
function condenserOf(
  entity: EntityDefinition,
  fields: readonly string[] | undefined,
): ((bytes: Buffer) => string | undefined) | undefined {
  const roots = entity.idPath.map((path) => path[0] as string)
  // Under a wrapper of any name nobody knows which fields to keep.
  if (fields === undefined || roots.includes('*')) return undefined
  const kept = [...roots, 'MetaData', ...fields].map((field) => Buffer.from(field))
  return (bytes) => leanText(bytes, kept)
}
