import { expect, test } from 'vitest'
import { connect, grant, rows } from './support/client.js'
import { isTokenRequest, json, startServer } from './support/http-server.js'

test('a count, a page and a company go over the wire as documented', async () => {
  const server = await startServer((request) => {
    if (isTokenRequest(request)) return grant()
    const query = request.query.get('query') ?? ''
    if (query.includes('COUNT'))
      return json({ QueryResponse: { totalCount: 2 }, time: '2026-01-14T16:30:00-08:00' })
    if (query.includes('CompanyInfo')) return rows('CompanyInfo', [{ Id: '1', CompanyName: 'Ñandú' }])
    return rows('Invoice', query.includes('STARTPOSITION 1 ') ? [{ Id: '1' }, { Id: '2' }] : [])
  })
  const { client, events } = connect(server)
  expect(await client.count({ entity: 'Invoice' })).toMatchObject({
    count: 2,
    time: '2026-01-15T00:30:00.000Z',
  })
  const pages = []
  for await (const page of client.pages({ entity: 'Invoice' })) pages.push(page)
  expect(pages).toHaveLength(1)
  expect(pages[0]?.recordsPath).toEqual(['QueryResponse', 'Invoice'])
  expect(await client.companyInfo()).toMatchObject({ CompanyName: 'Ñandú' })
  expect(server.token).toHaveLength(1)
  expect(server.api[0]?.query.get('minorversion')).toBe('75')
  expect(server.api[0]?.headers['user-agent']).toMatch(/^qbo-client\/0\.1\.0 node\//)
  expect(events.map((event) => event.type).filter((type) => type !== 'throttle.waited')).toEqual([
    'request.completed',
    'token.refreshed',
    'request.completed',
    'request.completed',
    'request.completed',
    'request.completed',
  ])
})
