import { isQboError } from '../errors.js'
import type { CallApi } from '../api.js'
import type { QboRequestKind } from '../events.js'
import { isHeavy } from '../http/heavy-answer.js'
import { askWithActive } from './active-clause.js'
import { queryResponseOf, recordsIn } from '../answer/envelope.js'
import type { EntityDefinition } from '../entity/entity.js'
import type { Undecoded } from './give-page.js'
import { serverTime } from '../statement/instant.js'
import { leanText } from '../answer/lean-text.js'
import type { PageSize } from './page-size.js'
import type { QueryScope } from '../statement/query-scope.js'
import type { Page } from '../record/record.js'
import { sendStatement } from './send-statement.js'
import { buildSelect, requireEntity } from '../statement/statement.js'

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
export interface AnsweredPage extends Undecoded<Page> {
  readonly pageSize: number
}

/**
 * Asks for one page. One that does not come in time, or that a gateway gives up on, is asked for at half the size,
 * after one retry: pages differ by a factor of a hundred in what they cost the server.
 */
export async function readPage(call: CallApi, size: PageSize, request: PageRequest): Promise<AnsweredPage> {
  return askWithActive(call, request.scope, (scope) => readHeavyPage(call, size, { ...request, scope }))
}

async function readHeavyPage(call: CallApi, size: PageSize, request: PageRequest): Promise<AnsweredPage> {
  for (;;) {
    const pageSize = size.current()
    try {
      const page = await readPageOf(call, pageSize, request)
      size.grow()
      return page
    } catch (error) {
      if (!isQboError(error) || !isHeavy(error) || !size.shrink()) throw error
    }
  }
}

async function readPageOf(call: CallApi, pageSize: number, request: PageRequest): Promise<AnsweredPage> {
  const { scope, orderBy, startPosition, signal } = request
  const entity = requireEntity(scope.entity)
  const text = buildSelect(scope, { orderBy, startPosition, maxResults: pageSize })
  const answer = await sendStatement(call, {
    kind: request.kind ?? 'query',
    entity: entity.name,
    text,
    signal,
    askLessRetries: { heavy: pageSize > 1 ? 1 : undefined, poisoned: request.poisonRetries },
    condense: condenserOf(entity, request.recordFields),
    interpret: (body) => recordsIn(queryResponseOf(body, text), entity, text),
  })
  return {
    text: answer.text,
    request: answer.request,
    durationMs: answer.durationMs,
    ...(answer.intuitTid === undefined ? {} : { intuitTid: answer.intuitTid }),
    ...serverTime(answer.body, answer.headers),
    ...answer.value,
    pageSize,
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
