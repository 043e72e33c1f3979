import { recordId, type EntityDefinition, type IdAnswer, type QboError } from 'qbo-client'
import { isRefusal } from '../failure/refusal.js'
import { createPatience, patiently } from '../source/patience.js'
import type { RecordScope } from './record-scope.js'

/** Ids that QuickBooks refuses to answer for: nothing is known of them. That a record is gone is told otherwise, by its absence. */
export interface RefusedIds {
  readonly refused: readonly string[]
  readonly error: QboError
  /** Whether nothing at all was answered. */
  readonly isAll: boolean
}

/** Ids of one question; as many as a client puts into one statement. */
const idsPerQuestion = 400

/** So often may a look-up be refused; what is left then is not asked for. */
const mostRefusals = 40

/**
 * Reads records by their Ids. A fault about one of them fails every statement that names it: they are halved until it
 * stands alone. Where the first and the last of them are refused too and nothing has come, whatever is asked is refused,
 * and nothing more is.
 *
 * @throws what concerns every question, such as a grant that has ended
 */
export async function* readByIds(
  { source, signal }: Pick<RecordScope, 'source' | 'signal'>,
  entity: EntityDefinition,
  ids: readonly string[],
): AsyncGenerator<IdAnswer | RefusedIds, void> {
  const patience = createPatience()
  const parts = chunksOf([...new Set(ids)], idsPerQuestion)
  const refused: string[] = []
  let isAnswered = false
  let refusals = 0
  let last: QboError | undefined
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    const left = new Set(part)
    const asked = part
    try {
      const open = (within: AbortSignal): AsyncIterable<IdAnswer> =>
        source.readByIds(entity.name, asked, { signal: within })
      for await (const answer of patiently(patience, `${entity.name} by Id`, signal, open)) {
        isAnswered = true
        if (answer.poisoned === undefined)
          for (const record of answer.records) left.delete(recordId(entity, record) ?? '')
        else left.delete(answer.poisoned.id)
        yield answer
      }
      isAnswered = true
    } catch (error) {
      if (signal.aborted || !isRefusal(error)) throw error
      last = error
      refusals += 1
      if (left.size === 1) refused.push(...left)
      else parts.unshift(...smaller([...left], isAnswered))
      if (refusals < (isAnswered ? mostRefusals : 3)) continue
      refused.push(...parts.flat())
      break
    }
  }
  if (last !== undefined && refused.length > 0) yield { refused, error: last, isAll: !isAnswered }
}

/** Halves; where nothing has been answered yet, first the two that lie furthest apart. */
function smaller(ids: readonly string[], isAnswered: boolean): (readonly string[])[] {
  if (isAnswered || ids.length <= 2) return chunksOf(ids, Math.ceil(ids.length / 2))
  const inner = ids.slice(1, -1)
  return [ids.slice(0, 1), ids.slice(-1), ...chunksOf(inner, Math.ceil(inner.length / 2))]
}

function chunksOf(ids: readonly string[], length: number): (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / length) }, (_, index) =>
    ids.slice(index * length, (index + 1) * length),
  )
}
