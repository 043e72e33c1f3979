import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { connect, grant, rows } from '../support/client.js'
import { isTokenRequest, startServer } from '../support/http-server.js'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const customers = [1, 2, 3, 4].map((day) => ({
  Id: String(day),
  MetaData: { CreateTime: `2024-01-0${day}T10:00:00Z`, LastUpdatedTime: `2024-01-0${day}T10:00:00Z` },
}))

test('a page of a scan is not held while the next one is asked for', async () => {
  let isAsked = (): void => undefined
  const asked = new Promise<void>((resolve) => (isAsked = resolve))
  let answer = (): void => undefined
  const wanted = new Promise<void>((resolve) => (answer = resolve))
  let pages = 0
  const server = await startServer(async (request) => {
    if (isTokenRequest(request)) return grant()
    pages += 1
    if (pages === 1) return rows('Customer', customers.slice(0, 2))
    isAsked()
    await wanted
    return rows('Customer', customers.slice(pages - 1, pages + 1))
  })
  const { client } = connect(server)
  const options = { entity: 'Customer', key: 'MetaData.CreateTime', plannedCount: 4, pageSize: 2 } as const
  const scan = client.scan(options)[Symbol.asyncIterator]()
  const take = async (): Promise<WeakRef<object>> => {
    const { value } = (await scan.next()) as { readonly value: { readonly bytes: object } }
    return new WeakRef(value.bytes)
  }
  const first = await take()
  const second = take()
  await asked
  await turn()
  collectGarbage()
  expect(first.deref()).toBeUndefined()
  answer()
  await expect(second).resolves.toBeInstanceOf(WeakRef)
})
