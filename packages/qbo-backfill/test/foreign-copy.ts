import assert from 'node:assert/strict'
import type { QboRecord } from 'qbo-client'
import type { PageSink, SinkPage } from '../src/index.js'

interface Held {
  readonly record: QboRecord
  readonly deletedAt: number | undefined
}

export interface ForeignCopy extends PageSink {
  /** Keys of the pages that were confirmed, in their order. */
  readonly keys: readonly string[]
  /** The records of an entity that are not deleted, by Id. */
  live(entity: string): ReadonlyMap<string, QboRecord>
}

/** Keeps every record that it is given, as any database that can upsert would; the text must hold the same. */
export function createForeignCopy(): ForeignCopy {
  const entities = new Map<string, Map<string, Held>>()
  const keys: string[] = []
  return {
    keys,
    live: (entity) =>
      new Map(
        [...(entities.get(entity) ?? [])]
          .filter(([, { deletedAt }]) => deletedAt === undefined)
          .map(([id, { record }]) => [id, record]),
      ),
    async write(page) {
      const held = entities.get(page.entity) ?? new Map<string, Held>()
      entities.set(page.entity, held)
      const listed = page.records.length === 0 ? [] : listIn(page)
      for (const { index, record, onlyIfStored } of page.records) {
        const before = held.get(record.Id)
        if (onlyIfStored && before === undefined) continue
        if (before !== undefined && isOlder(record, before.record)) continue
        assert.deepEqual(record, listed[index])
        held.set(record.Id, { record, deletedAt: undefined })
      }
      for (const { id, deletedAt } of page.deleted) {
        const before = held.get(id)
        if (before !== undefined) held.set(id, { ...before, deletedAt: Date.parse(deletedAt ?? '') || 0 })
      }
      keys.push(page.key)
    },
  }
}

function listIn({ text, recordsPath }: SinkPage): readonly QboRecord[] {
  return recordsPath.reduce<unknown>(
    (value, name) => (value as Readonly<Record<string, unknown>>)[name],
    JSON.parse(text),
  ) as readonly QboRecord[]
}

function isOlder(a: QboRecord, b: QboRecord): boolean {
  const [left, right] = [a, b].map(({ MetaData }) => Date.parse(MetaData?.LastUpdatedTime ?? '') || 0) as [
    number,
    number,
  ]
  return left < right || (left === right && Number(a.SyncToken ?? 0) < Number(b.SyncToken ?? 0))
}
