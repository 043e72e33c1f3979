import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { ScanPage } from 'qbo-client'
import { expect, test } from 'vitest'
import type { BackfillEvent, Source } from '../../src/index.js'
import { startCompany } from '../company.js'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

test('a page that is committed is not held while the next one comes', async () => {
  const company = await startCompany('PostgreSQL', { invoices: 4500, customers: 1, items: 1 })
  let written = 0
  const held: number[] = []
  const watched = (pages: AsyncIterable<ScanPage>): AsyncIterable<ScanPage> => {
    const iterator = pages[Symbol.asyncIterator]()
    const given: WeakRef<Uint8Array>[] = []
    const next = async (): Promise<IteratorResult<ScanPage>> => {
      const result = await iterator.next()
      if (result.done !== true) given.push(new WeakRef(result.value.bytes))
      return result
    }
    return {
      [Symbol.asyncIterator]: () => ({
        async next() {
          // It may be asked for ahead, and comes when the others are committed.
          while (written < given.length) await turn()
          await turn()
          collectGarbage()
          held.push(given.filter((page) => page.deref() !== undefined).length)
          return next()
        },
      }),
    }
  }
  try {
    const source: Source = { ...company.source, scan: (options) => watched(company.source.scan(options)) }
    const onEvent = ({ type }: BackfillEvent): void => {
      if (type === 'page.written') written += 1
    }
    const report = await company.run({ source, onEvent, entities: ['invoices'], concurrency: 1 })
    expect(report.status).toBe('green')
    expect(held).toEqual([0, 0, 0, 0, 0, 0])
  } finally {
    await company.close()
  }
})
