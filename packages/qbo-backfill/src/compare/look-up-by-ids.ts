import { recordId, type EntityDefinition, type PoisonedId } from 'qbo-client'
import { emptyPage, type AnsweredPage } from './answered-page.js'
import type { RecordScope } from './record-scope.js'

/** What became of Ids that QuickBooks was asked for. */
export interface LookedUp {
  readonly found: ReadonlySet<string>
  /** QuickBooks has them and cannot give them: they are not gone, and what the table holds of them is not proved. */
  readonly poisoned: readonly PoisonedId[]
  /** Neither given nor failed on: only these are gone. */
  readonly gone: readonly string[]
}

/**
 * Asks for records by their Ids: nothing that one can ask for so is gone before.
 *
 * @param take gets each answer that holds something, and a moment before anything was asked for
 */
export async function lookUpByIds(
  { source, signal }: Pick<RecordScope, 'source' | 'signal'>,
  entity: EntityDefinition,
  ids: readonly string[],
  take: (page: AnsweredPage, askedAt: Date) => Promise<void>,
): Promise<LookedUp> {
  const found = new Set<string>()
  const poisoned: PoisonedId[] = []
  if (ids.length === 0) return { found, poisoned, gone: [] }
  const askedAt = new Date()
  for await (const answer of source.readByIds(entity.name, ids, { signal })) {
    if (answer.poisoned !== undefined) {
      poisoned.push(answer.poisoned)
      await take({ ...emptyPage, poisoned: [answer.poisoned] }, askedAt)
      continue
    }
    const { bytes: text, recordsPath, records } = answer
    for (const record of records) found.add(recordId(entity, record) ?? '')
    if (records.length > 0) await take({ text, recordsPath, records }, askedAt)
  }
  const met = new Set([...found, ...poisoned.map(({ id }) => id)])
  return { found, poisoned, gone: [...new Set(ids)].filter((id) => !met.has(id)) }
}
