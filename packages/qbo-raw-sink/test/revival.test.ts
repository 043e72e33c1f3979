import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { createTestDatabase, search, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRawSink, type RawSink } from '../src/index.js'
import { page, record, rows } from './records.js'

let database: TestDatabase
let sink: RawSink
beforeAll(async () => {
  database = await createTestDatabase()
  sink = createRawSink({ db: database.db })
  await sink.migrate({ entities: ['Invoice'] })
})
afterAll(() => database.drop())

const entity = 'Invoice'
let realms = 0

/** One record at the source, and what was seen of it there, each sight to be written whenever one likes. */
class Source {
  readonly realmId = `realm-${realms++}`
  readonly pending: (() => Promise<unknown>)[] = []
  /** Whether a sight of its true deletion was written. */
  isKnownDeleted = false
  #version = 0
  #updated = this.#second()
  #deletedAt: string | undefined

  get isDeleted(): boolean {
    return this.#deletedAt !== undefined
  }
  get version(): string {
    return String(this.#version)
  }
  /** QuickBooks tells times by the second: an edit and the deletion after it often have the same. */
  #second(): string {
    return `${new Date().toISOString().slice(0, 19)}Z`
  }
  edit(): void {
    if (this.isDeleted) return
    this.#version++
    this.#updated = this.#second()
  }
  delete(): void {
    this.#deletedAt ??= this.#second()
  }
  /** A query: it shows the record if it is alive. */
  ask(): void {
    if (this.isDeleted) return
    const read = record({ token: this.version, updated: this.#updated })
    const asked = { ...page([read], { realmId: this.realmId }), askedAt: new Date() }
    this.pending.push(() => sink.writePage(database.db, asked))
  }
  /** Change data capture tells a deletion and when it was. */
  tell(): void {
    if (this.#deletedAt !== undefined) this.#tombstone({ deletedAt: this.#deletedAt }, true)
  }
  /** A look-up by Id that finds nothing; also where the record is alive, if QuickBooks is blind for a moment. */
  miss(): void {
    this.#tombstone({}, this.isDeleted)
  }
  #tombstone(more: { readonly deletedAt?: string }, isTrue: boolean): void {
    const stubs = [{ id: '1', ...more }]
    const { realmId } = this
    this.pending.push(async () => {
      await sink.tombstone(database.db, { realmId, entity, stubs, runId: 'r' })
      if (isTrue) this.isKnownDeleted = true
    })
  }
}

type Step = 'edit' | 'delete' | 'ask' | 'tell' | 'miss' | { readonly write: number; readonly atOnce: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step>('edit', 'delete', 'ask', 'ask', 'tell', 'miss'),
  fc.record({ write: fc.nat(), atOnce: fc.integer({ min: 1, max: 3 }) }),
)

async function live(realmId: string): Promise<boolean> {
  return (await sink.idsLive(database.db, { realmId, entity, where: {} })).length === 1
}

/**
 * The instant at which a page was asked for is known a little too early, by the time from the begin of the transaction to
 * its statement: a page that is asked for sooner than that after the tombstone is believed the next time.
 */
async function readUntilAlive(realmId: string, read: () => Promise<unknown>): Promise<void> {
  for (let reads = 0; reads < 100 && (reads === 0 || !(await live(realmId))); reads++) {
    await sleep(2)
    await read()
  }
}

test('a deleted row never comes back by a page that was asked for before, and an alive one always by one asked for after, in whatever order all is written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const source = new Source()
      source.ask()
      await source.pending.pop()?.()
      for (const next of steps) {
        if (typeof next === 'string') source[next]()
        else {
          const first = next.write % Math.max(1, source.pending.length)
          await Promise.all(source.pending.splice(first, next.atOnce).map((write) => write()))
        }
        expect(source.isKnownDeleted && (await live(source.realmId))).toBe(false)
        // What is told in milliseconds is to be told apart.
        await sleep(2)
      }
      for (const write of source.pending.toReversed()) await write()
      expect(source.isKnownDeleted && (await live(source.realmId))).toBe(false)
      if (source.isDeleted) return
      source.pending.length = 0
      await readUntilAlive(source.realmId, async () => {
        source.ask()
        await source.pending.pop()?.()
      })
      expect(await rows(database.db, 'raw.qb_invoices', source.realmId)).toMatchObject([
        { deleted_at: null, sync_token: source.version },
      ])
    }),
    search({ quick: 30, deep: 300 }),
  )
})

test('a wrong tombstone is undone by reading the same version again, in every run after it', async () => {
  const realmId = 'blind'
  const read = page([record()], { realmId })
  await sink.writePage(database.db, read)
  await sleep(2)
  const early = { ...read, askedAt: new Date() }
  await sleep(2)
  await sink.tombstone(database.db, { realmId, entity, stubs: [{ id: '1' }], runId: 'r' })
  expect(await sink.writePage(database.db, early)).toMatchObject({ unchanged: 1 })
  expect(await live(realmId)).toBe(false)
  await readUntilAlive(realmId, async () => {
    const again = { ...read, askedAt: new Date() }
    expect(await sink.writePage(database.db, again)).toMatchObject({ unchanged: 1 })
  })
  expect(await live(realmId)).toBe(true)
})

test('a record without a time is alive if it was asked for after its tombstone, and not by an earlier page', async () => {
  const realmId = 'timeless'
  const read = page([record({ updated: null })], { realmId })
  const early = { ...read, askedAt: new Date() }
  await sink.writePage(database.db, read)
  await sink.tombstone(database.db, { realmId, entity, stubs: [{ id: '1' }], runId: 'r' })
  await sink.writePage(database.db, early)
  expect(await live(realmId)).toBe(false)
  await readUntilAlive(realmId, () => sink.writePage(database.db, { ...read, askedAt: new Date() }))
  expect(await live(realmId)).toBe(true)
})
