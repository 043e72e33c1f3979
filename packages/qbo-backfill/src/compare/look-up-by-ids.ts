import { recordId, type EntityDefinition, type PoisonedId, type QboError } from 'qbo-client'
import { emptyPage, type AnsweredPage } from './answered-page.js'
import { readByIds } from './read-by-ids.js'
import type { RecordScope } from './record-scope.js'

/** What became of Ids that QuickBooks was asked for. */
export interface LookedUp {
  readonly found: ReadonlySet<string>
  /** QuickBooks has them and cannot give them: they are not gone, and what the table holds of them is not proved. */
  readonly poisoned: readonly PoisonedId[]
  /** QuickBooks would not answer for them: whether they are gone is not known. */
  readonly refused: readonly string[]
  /** What it last refused them with. */
  readonly refusal?: QboError | undefined
  /** Neither given nor failed on nor refused: only these are gone. */
  readonly gone: readonly string[]
}

/**
 * Asks for records by their Ids: nothing that one can ask for so is gone before.
 *
 * @param take gets each answer that holds something, and a moment before anything was asked for
 */
export async function lookUpByIds(
  scope: Pick<RecordScope, 'source' | 'signal'>,
  entity: EntityDefinition,
  ids: readonly string[],
  take: (page: AnsweredPage, askedAt: Date) => Promise<void>,
): Promise<LookedUp> {
  const found = new Set<string>()
  const poisoned: PoisonedId[] = []
  let [refused, refusal]: [readonly string[], QboError | undefined] = [[], undefined]
  if (ids.length === 0) return { found, poisoned, refused, gone: [] }
  const askedAt = new Date()
  for await (const answer of readByIds(scope, entity, ids)) {
    if ('refused' in answer) {
      ;[refused, refusal] = [answer.refused, answer.error]
      continue
    }
    if (answer.poisoned !== undefined) {
      poisoned.push(answer.poisoned)
      await take({ ...emptyPage, poisoned: [answer.poisoned] }, askedAt)
      continue
    }
    const { bytes: text, recordsPath, records } = answer
    for (const record of records) found.add(recordId(entity, record) ?? '')
    if (records.length > 0) await take({ text, recordsPath, records }, askedAt)
  }
  const met = new Set([...found, ...poisoned.map(({ id }) => id), ...refused])
  return { found, poisoned, refused, refusal, gone: [...new Set(ids)].filter((id) => !met.has(id)) }
}
