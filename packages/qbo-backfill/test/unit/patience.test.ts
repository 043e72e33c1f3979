import { QboError, type TransactionListPart } from 'qbo-client'
import { expect, test } from 'vitest'
import type { Source } from '../../src/index.js'
import { createPatience } from '../../src/source/patience.js'
import { askReports } from '../../src/witness/ask-reports.js'

const question = {
  types: ['Invoice'],
  spans: [{ from: '2024-01-01', to: '2025-01-01' }],
  settledBefore: '2026-01-01T00:00:00Z',
  money: { multicurrency: false, home: 'USD' },
  atOnce: false,
} as const

const part = { type: 'Invoice', ...question.spans[0], transactions: [], request: '' } as const

/** Reports of which each comes after so many milliseconds; a client gives up only when it is told. */
function reports(waits: readonly number[]): Pick<Source, 'transactionList'> & { asked: () => number } {
  let asked = 0
  return {
    asked: () => asked,
    async *transactionList({ signal }): AsyncGenerator<TransactionListPart> {
      asked += 1
      for (const wait of waits) {
        await new Promise<void>((resolve, reject) => {
          const timer = setTimeout(resolve, wait)
          signal?.addEventListener('abort', () => {
            clearTimeout(timer)
            reject(signal.reason as Error)
          })
        })
        yield part
      }
    },
  }
}

const { signal } = new AbortController()

test('reports that do not come are given up, said so, and asked for once in a command', async () => {
  const silent = reports([1e9])
  const scope = { source: silent as unknown as Source, signal, patience: createPatience(50) }
  expect(await askReports(scope, question)).toMatch(/^QBO_TIMEOUT: .* no answer came for/u)
  expect(await askReports(scope, question)).toMatch(/^QBO_TIMEOUT: /u)
  expect(silent.asked()).toBe(1)
})

test('reports that come one after the other may take longer in all', async () => {
  const steady = reports([40, 40, 40, 40])
  const scope = { source: steady as unknown as Source, signal, patience: createPatience(120) }
  expect(await askReports(scope, question)).toMatchObject({ count: 0 })
})

test('whoever ends the command ends the waiting, with a reason of his own', async () => {
  const command = new AbortController()
  const source = reports([1e9]) as unknown as Source
  const asked = askReports({ source, signal: command.signal, patience: createPatience(60_000) }, question)
  const reason = new QboError('QBO_TIMEOUT', 'Enough.')
  setTimeout(() => command.abort(reason), 20)
  await expect(asked).rejects.toBe(reason)
})
