import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { sql } from 'kysely'
import { search } from 'testkit'
import { expect, test } from 'vitest'
import { postgresStore } from '../../src/index.js'
import { databaseWithTables } from '../databases.js'

const childPath = fileURLToPath(new URL('month-calls-child.mjs', import.meta.url))

interface Spender {
  /** What part of a block it uses before it gives the rest back. */
  readonly keeps: number
  /** Killed after so long, milliseconds; null: it ends by itself. */
  readonly killAfter: number | null
}

const spender: fc.Arbitrary<Spender> = fc.record({
  keeps: fc.constantFrom(0.3, 0.7, 1),
  killAfter: fc.option(fc.integer({ min: 300, max: 1500 }), { freq: 1 }),
})

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

test('processes that reserve at once, some killed, never spend a call more than the month has, and leave none of those that live', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 2000 }),
      fc.array(spender, { minLength: 3, maxLength: 6 }),
      async (budget, spenders) => {
        const { db, server, close } = await databaseWithTables('PostgreSQL')
        try {
          await sql`CREATE TABLE spent (n bigint GENERATED ALWAYS AS IDENTITY)`.execute(db)
          const children = spenders.map(({ keeps }) =>
            spawn(process.execPath, [childPath, JSON.stringify({ url: server?.url, budget, keeps })], {
              stdio: ['ignore', 'pipe', 'inherit'],
            }),
          )
          await Promise.all(
            spenders.map(async ({ killAfter }, index) => {
              const child = children[index] as ChildProcess
              if (killAfter !== null) {
                await Promise.race([ended(child), delay(killAfter)])
                child.kill('SIGKILL')
              }
              await ended(child)
            }),
          )
          const { rows } = await sql<{ spent: number }>`SELECT count(*)::int AS spent FROM spent`.execute(db)
          const { taken } = await postgresStore({ db }).monthCalls('app')
          const spent = rows[0]?.spent ?? 0
          const killed = spenders.filter(({ killAfter }) => killAfter !== null).length
          expect(spent).toBeLessThanOrEqual(taken)
          expect(taken).toBeLessThanOrEqual(budget)
          // Who is killed takes one block along, of twenty calls at most.
          expect(taken - spent).toBeLessThanOrEqual(20 * killed)
          // Of those that live each goes on until nothing is left.
          expect(killed < spenders.length ? taken : budget).toBe(budget)
        } finally {
          await close()
        }
      },
    ),
    search({ quick: 1, deep: 40 }),
  )
})
