import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCompanies } from '../src/companies.ts'
import { eventsQuery } from '../src/fleet-queries.ts'
import type { PastEvent } from '../src/fleet-state.ts'

let database: TestDatabase
/** In the middle of an hour, so that what happens minutes apart lies in one. */
const start = new Date(Math.floor(Date.now() / 3_600_000 - 2) * 3_600_000 + 600_000)
const after = (seconds: number): Date => new Date(start.getTime() + seconds * 1000)

beforeAll(async () => {
  database = await createTestDatabase()
  await createCompanies(database.pool).migrate()
  await database.pool.query(
    "INSERT INTO fleet.companies (realm_id, name) SELECT i, 'Company ' || i FROM generate_series(1, 9) AS i",
  )
})
afterAll(() => database.drop())

async function happened(
  seconds: number,
  kind: string,
  companies: readonly number[],
  detail?: string,
): Promise<void> {
  await database.pool.query('INSERT INTO fleet.events VALUES ($1, $2, $3, $4)', [
    after(seconds),
    kind,
    companies.map(String),
    detail,
  ])
}

async function synced(seconds: number, company: number): Promise<void> {
  await database.pool.query(
    "INSERT INTO fleet.outcomes (job_id, realm_id, work, status, calls, finished_at) VALUES ($1, $2, 'sync', 'green', 0, $3)",
    [`${seconds} ${company}`, String(company), after(seconds)],
  )
}

/** As the page lists them, the newest first. */
async function past(): Promise<readonly string[]> {
  const { rows } = await database.pool.query<PastEvent>(eventsQuery)
  return rows.map(({ at, kind, companies, detail }) => {
    const seconds = (at.getTime() - start.getTime()) / 1000
    return `${seconds} ${kind} ${companies.map((name) => name.slice(8)).join(',')} ${detail}`.trim()
  })
}

test('what many do at once is one event, which stays in its place when one of them does it again', async () => {
  for (const company of [1, 2, 3]) {
    await happened(10 * company, 'connected', [company])
    await synced(100 + 10 * company, company)
  }
  await happened(200, 'lost', [2], 'machine 1')
  await happened(203, 'lost', [3], 'machine 1')
  await happened(300, 'stopped', [2], 'QBO_FORBIDDEN')
  const before = [
    '300 stopped 2 QBO_FORBIDDEN',
    '203 lost 2,3 machine 1',
    '130 sync 1,2,3 green',
    '30 connected 1,2,3',
  ]
  expect(await past()).toEqual(before)

  await happened(1500, 'connected', [2])
  await synced(1510, 2)
  await happened(1600, 'stopped', [3], 'QBO_FORBIDDEN')
  // A container has the same name again.
  await happened(1700, 'lost', [], 'machine 1')
  expect(await past()).toEqual([
    '1700 lost  machine 1',
    '1600 stopped 3 QBO_FORBIDDEN',
    '1510 sync 2 green',
    '1500 connected 2',
    ...before,
  ])
})

test('what happens each half minute is not one event for the whole night', async () => {
  await database.pool.query('TRUNCATE fleet.events, fleet.outcomes')
  for (let seconds = 0; seconds <= 4200; seconds += 30) await synced(seconds, 1 + (seconds % 9))
  // Ten minutes after a full hour it began: at the next full hour there is another.
  expect((await past()).map((event) => event.split(' ')[0])).toEqual(['4200', '2970'])
})
