import { expect, test } from 'vitest'
import { connect, grant, rows } from './support/client.js'
import { isTokenRequest, startServer } from './support/http-server.js'

async function company(failures = 0) {
  let calls = 0
  const server = await startServer((request) => {
    if (isTokenRequest(request)) return grant()
    calls += 1
    return calls <= failures ? { status: 500 } : rows('Customer', [{ Id: '1' }])
  })
  return { server, ...connect(server) }
}

test('a gate is asked before every attempt, retries included, and not for tokens', async () => {
  const { client, server } = await company(3)
  let asked = 0
  client.addGate(async () => {
    expect(server.api).toHaveLength(asked)
    asked += 1
  })
  await client.query('SELECT * FROM Customer')
  expect(asked).toBe(4)
  expect(server.api).toHaveLength(4)
  expect(server.token).toHaveLength(1)
})

test('what a gate throws ends the request at once and comes through untouched', async () => {
  const { client, server } = await company(10)
  const spent = Object.assign(new Error('the budget is spent'), { code: 'QBO_NETWORK', retryable: true })
  let left = 2
  client.addGate(() => {
    if (left === 0) throw spent
    left -= 1
  })
  await expect(client.query('SELECT * FROM Customer')).rejects.toBe(spent)
  expect(server.api).toHaveLength(2)
})

test('a gate that is removed is asked no more, and another of the same function stays', async () => {
  const { client } = await company()
  let asked = 0
  const gate = (): void => void (asked += 1)
  const remove = client.addGate(gate)
  client.addGate(gate)
  await client.query('SELECT * FROM Customer')
  remove()
  await client.query('SELECT * FROM Customer')
  expect(asked).toBe(3)
})

test('100 calls at once pass a gate of 7 no more than seven times', async () => {
  const { client, server } = await company()
  let left = 7
  client.addGate(() => {
    if (left === 0) throw new Error('the budget is spent')
    left -= 1
  })
  const calls = Array.from({ length: 100 }, async () => client.query('SELECT * FROM Customer'))
  const outcomes = await Promise.allSettled(calls)
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(7)
  expect(server.api).toHaveLength(7)
})
