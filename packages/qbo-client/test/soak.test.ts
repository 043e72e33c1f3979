import { createSimulator, generateCompany } from 'qbo-simulator'
import type { ApiFaultKind } from 'qbo-simulator'
import { depth } from 'testkit/depth'
import { expect, onTestFinished, test } from 'vitest'
import type { ScanCursor } from '../src/index.js'
import { isQboError } from '../src/index.js'
import { connectSimulator } from './support/simulated-company.js'

const kinds: readonly ApiFaultKind[] = [
  'throttled',
  'server-error',
  'bad-gateway',
  'reset',
  'truncated',
  'hang',
  'unauthorized',
  'fault-in-200',
]
const pageSize = 5
const atLeast = depth({ quick: 300, deep: 1_000 })
const total = atLeast * pageSize

test('hundreds of pages through eight kinds of faults at 10 % each give every record exactly once, and no rejection goes unhandled', async () => {
  const unhandled: unknown[] = []
  const listen = (reason: unknown): unknown => unhandled.push(reason)
  process.on('unhandledRejection', listen)
  onTestFinished(() => void process.off('unhandledRejection', listen))
  const simulator = createSimulator({
    limits: false,
    seed: 3,
    companies: [generateCompany({ seed: 3, invoices: total })],
  })
  for (const kind of [...kinds, 'token-server-error'] as const) simulator.inject({ kind, probability: 0.1 })
  const { client } = connectSimulator(simulator, { retries: 50, timeoutMs: 40 })
  const seen = new Map<string, number>()
  let cursor: ScanCursor | undefined
  let pages = 0
  let poisoned = 0
  while (cursor?.done !== true) {
    try {
      const options = {
        entity: 'Invoice',
        key: 'MetaData.CreateTime',
        plannedCount: total,
        pageSize,
      } as const
      for await (const page of client.scan({ ...options, cursor })) {
        pages += 1
        poisoned += page.poisoned?.length ?? 0
        page.records.forEach(
          ({ Id }, index) => page.fresh[index] === true && seen.set(Id, (seen.get(Id) ?? 0) + 1),
        )
        cursor = JSON.parse(JSON.stringify(page.cursor)) as ScanCursor
      }
    } catch (error) {
      // Two 401 in a row are final for a request, as its host would end it: the next scan goes on from the cursor.
      if (!isQboError(error)) throw error
    }
  }
  expect(pages).toBeGreaterThanOrEqual(atLeast)
  expect(poisoned).toBe(0)
  expect(seen.size).toBe(total)
  expect([...seen.values()].every((times) => times === 1)).toBe(true)
  expect(unhandled).toEqual([])
})
