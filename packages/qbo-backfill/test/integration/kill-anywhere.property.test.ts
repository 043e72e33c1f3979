import fc from 'fast-check'
import { sql } from 'kysely'
import { createRawSink } from 'qbo-raw-sink'
import { search } from 'testkit'
import { afterEach, expect, test } from 'vitest'
import { postgresStore, type BackfillStore } from '../../src/index.js'
import { changedStore, watchStore } from '../watched-store.js'
import { inRange, printedBySource, startCompany, storedRows, type TestCompany } from '../company.js'

let company: TestCompany

afterEach(() => company.close())

class Killed extends Error {}

interface Kill {
  /** The call of the store at which the process dies: the first, the second … */
  readonly at: number
  /** Whether what the call does is done: the answer that never came may have been a commit. */
  readonly after: boolean
}

/** A store of a process that dies at one call: nothing that the process asks for later happens. */
function dyingStore(store: BackfillStore, kill: Kill): BackfillStore {
  let calls = 0
  let dead = false
  const dying = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, name, receiver) {
        const member: unknown = Reflect.get(target, name, receiver)
        if (typeof member === 'object' && member !== null) return dying(member)
        if (typeof member !== 'function') return member
        return async (...parameters: unknown[]) => {
          calls += 1
          if (dead) throw new Killed('dead')
          dead = calls === kill.at
          if (dead && !kill.after) throw new Killed('before')
          const answer: unknown = await (member as (...given: unknown[]) => unknown).apply(target, parameters)
          if (dead) {
            // A dead process's connection closes, and its lock goes with it.
            if (name === 'acquireLease') await (answer as { release(): Promise<void> }).release()
            throw new Killed('after')
          }
          return answer
        }
      },
    })
  return changedStore(store, dying)
}

const kills = fc.array(fc.record({ at: fc.integer({ min: 1, max: 60 }), after: fc.boolean() }), {
  minLength: 1,
  maxLength: 6,
})
const size = { customers: 30, items: 10, invoices: 2400, from: '2022-01-01', to: '2025-01-01' }
const range = { from: '2020-01-01', to: '2025-01-01' }

test('killed at any calls of the store and run again, the tables hold the source and each record is counted once', async () => {
  company = await startCompany('PostgreSQL', size)
  const store = postgresStore({ db: company.db, sink: createRawSink({ db: company.db }) })
  const watched = watchStore(store)
  const stop = company.source.subscribe(watched.onClientEvent)
  const expected = await printedBySource(
    company,
    inRange(company.simulator.records('Invoice'), '2020-01-01', '2025-01-01'),
  )
  await fc.assert(
    fc.asyncProperty(kills, fc.constantFrom(1, 10), async (sequence, concurrency) => {
      for (const schema of ['raw', 'qbo_backfill'])
        await sql`DROP SCHEMA IF EXISTS ${sql.id(schema)} CASCADE`.execute(company.db)
      for (const kill of sequence) {
        const [outcome] = await Promise.allSettled([
          company.run({ ...range, concurrency, store: dyingStore(watched.store, kill) }),
        ])
        expect(outcome.status === 'fulfilled' || outcome.reason instanceof Killed).toBe(true)
      }
      const report = await company.run({ ...range, concurrency, store: watched.store })
      expect(report.status).toBe('green')
      for (const entity of report.entities) {
        expect(entity.inserted + entity.unchanged).toBe(entity.expected)
        expect([entity.updated, entity.stale, entity.rejected]).toEqual([0, 0, 0])
      }
      const rows = await storedRows(company, 'qb_invoices')
      expect(new Map(rows.map((row) => [row.id, row.payload]))).toEqual(expected)
    }),
    {
      ...search({ quick: 3, deep: 8 }),
      // In either number of streams at least, and once to the end, since a kill may come before a cut.
      examples: [
        [[{ at: 1000, after: true }], 10],
        [[{ at: 15, after: true }], 10],
        [[{ at: 14, after: false }], 1],
      ],
    },
  )
  stop()
  const splits = company.events.filter(({ type }) => type === 'segment.split').length
  expect([splits > 0, watched.askedAhead() > 0]).toEqual([true, true])
}, 180_000)
