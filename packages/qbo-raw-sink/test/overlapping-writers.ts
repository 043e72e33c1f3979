import { setTimeout as sleep } from 'node:timers/promises'
import { isSinkError, type Database, type RawPage, type RawSink } from '../src/index.js'
import { page, record, rows } from './records.js'

const versions = 12
const ids = Array.from({ length: 300 }, (_, index) => String(index))

export interface Crowd {
  readonly db: Database
  readonly sink: RawSink
  readonly realmId: string
  /** Called after each page that was stored. */
  readonly onPage?: (pages: number) => void
}

/**
 * Four writers of the same 300 records, each in an order of its own, each bringing the twelve versions in an order of
 * its own. What fails for a reason that passes is tried again, as a caller would.
 */
export async function writeAsACrowd({ db, sink, realmId, onPage }: Crowd): Promise<{ retries: number }> {
  let retries = 0
  let pages = 0
  const write = async (writer: number): Promise<void> => {
    for (let turn = 0; turn < versions; turn++) {
      const token = String((turn * 7 + writer * 5) % versions)
      const records = shuffled(ids, writer * 100 + turn + 1).map((id) =>
        record({ id, token, more: { v: `v${token}` } }),
      )
      retries += await writeUntilStored(db, sink, page(records, { realmId, runId: `writer-${writer}` }))
      onPage?.(++pages)
    }
  }
  await Promise.all([1, 2, 3, 4].map(write))
  return { retries }
}

/** Each record once, in its newest version, as `storedVersions` has it. */
export const newestOfEach: readonly string[] = ids.toSorted().map((id) => `${id} at 11 with v11`)

export async function storedVersions(db: Database, realmId: string): Promise<readonly string[]> {
  const stored = await rows(db, 'raw.qb_invoices', realmId)
  return stored.map(({ id, sync_token, payload }) => {
    const { v } = JSON.parse(String(payload)) as { v: string }
    return `${String(id)} at ${String(sync_token)} with ${v}`
  })
}

async function writeUntilStored(db: Database, sink: RawSink, next: RawPage): Promise<number> {
  for (let retries = 0; ; retries++) {
    try {
      await sink.writePage(db, next)
      return retries
    } catch (error) {
      if (!isSinkError(error) || !error.retryable || retries > 500) throw error
      await sleep(20)
    }
  }
}

function shuffled<T>(values: readonly T[], seed: number): T[] {
  const random = generator(seed)
  return values
    .map((value) => ({ value, key: random() }))
    .toSorted((left, right) => left.key - right.key)
    .map(({ value }) => value)
}

function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state
  }
}
