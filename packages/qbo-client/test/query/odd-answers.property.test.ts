import fc from 'fast-check'
import { search } from 'testkit/depth'
import { expect, test } from 'vitest'
import { isQboError } from '../../src/index.js'
import type { QboClient } from '../../src/index.js'
import { connect } from '../support/client.js'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** An answer whose records each carry a mark, so that one can see in any text which of them it holds. */
const at = (second: number): string => `2026-01-14T16:30:${String(second).padStart(2, '0')}-08:00`
const record = (mark: number, more: Record<string, Json> = {}): Json => ({
  Id: String(mark),
  SyncToken: '0',
  MetaData: { CreateTime: at(mark), LastUpdatedTime: at(mark) },
  TxnDate: '2026-01-14',
  PrivateNote: `mark-${mark}-`,
  ...more,
})
const query = (entity: string, count: number): Json => ({
  QueryResponse: {
    [entity]: Array.from({ length: count }, (_, index) => record(index + 1)),
    startPosition: 1,
    maxResults: count,
  },
  time: at(59),
})
const changes: Json = {
  CDCResponse: [
    {
      QueryResponse: [
        { Invoice: [record(1), record(2, { status: 'Deleted' })], startPosition: 1, maxResults: 2 },
        { Customer: [record(3)], startPosition: 1, maxResults: 1 },
        {},
      ],
    },
  ],
  time: at(59),
}

const oddValue: fc.Arbitrary<Json> = fc.constantFrom<Json>(
  null,
  '',
  'x',
  '0',
  '2',
  0,
  1,
  -1,
  2.5,
  true,
  {},
  [],
  [null],
  ['x'],
  [[]],
  { toString: 1, valueOf: 'x' },
  { Id: '1' },
  '<html></html>',
)

/** Changes one place of an answer, wherever: `choice` picks the place, `odd` what becomes of it. */
interface Mutation {
  readonly choice: number
  readonly kind:
    'drop' | 'replace' | 'first' | 'wrap' | 'text' | 'number' | 'small' | 'upper' | 'plural' | 'twice'
  readonly odd: Json
}
const mutation: fc.Arbitrary<Mutation> = fc.record({
  choice: fc.nat({ max: 10_000 }),
  kind: fc.constantFrom(
    'drop',
    'replace',
    'first',
    'wrap',
    'text',
    'number',
    'small',
    'upper',
    'plural',
    'twice',
  ),
  odd: oddValue,
})

/** What a name may have become by the most mutations that there are. */
function renamed(name: string, times = mostMutations): ReadonlySet<string> {
  if (times === 0) return new Set([name])
  const next = [name, small(name), name.toUpperCase(), `${name}s`]
  return new Set(next.flatMap((each) => [...renamed(each, times - 1)]))
}

const mostMutations = 3

function small(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}

interface Place {
  readonly holder: Json[] | { [key: string]: Json }
  readonly key: string
}

function placesOf(value: Json): Place[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inside]) => [{ holder: value, key }, ...placesOf(inside)])
}

function mutate(answer: Json, { choice, kind, odd }: Mutation): void {
  const places = placesOf(answer)
  const place = places[choice % Math.max(1, places.length)]
  if (place === undefined) return
  const { key } = place
  const holder = place.holder as { [key: string]: Json }
  const value = holder[key] as Json
  const rename = (name: string): void => {
    if (Array.isArray(place.holder) || name === key) return
    delete holder[key]
    holder[name] = value
  }
  if (kind === 'drop' && Array.isArray(place.holder)) place.holder.splice(Number(key), 1)
  else if (kind === 'drop') delete holder[key]
  else if (kind === 'replace') holder[key] = structuredClone(odd)
  else if (kind === 'first') holder[key] = Array.isArray(value) ? (value[0] ?? null) : [value]
  else if (kind === 'wrap') holder[key] = { value }
  else if (kind === 'text') holder[key] = typeof value === 'number' ? String(value) : value
  else if (kind === 'number')
    holder[key] = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  else if (kind === 'small') rename(small(key))
  else if (kind === 'upper') rename(key.toUpperCase())
  else if (kind === 'plural') rename(`${key}s`)
  else if (!Array.isArray(place.holder)) holder[`${key.toLowerCase()}2`] = unmarked(value)
}

/** What stands beside the answer is no part of it: its marks are others, also where the original then loses its own. */
function unmarked(value: Json): Json {
  return JSON.parse(JSON.stringify(value).replaceAll('mark-', 'copy-')) as Json
}

/** A client whose questions are all answered so; counts of records are told rightly, unless the count is the answer. */
function clientOf(text: string, count: string): QboClient {
  const fetch = async (input: string | URL | Request): Promise<Response> => {
    const { pathname, searchParams } = new URL((input as Request).url)
    if (pathname === '/token')
      return Response.json({ access_token: 'access-token', refresh_token: 'refresh-token', expires_in: 3600 })
    const statement = searchParams.get('query') ?? ''
    if (statement.includes('COUNT(*)')) return new Response(count)
    return new Response(/STARTPOSITION ([2-9]|\d\d)/.test(statement) ? '{"QueryResponse":{}}' : text)
  }
  return connect({ url: 'http://localhost' }, { fetch, retries: 0, rateLimit: false }).client
}

async function collect(pages: AsyncIterable<object>): Promise<string> {
  let given = ''
  let read = 0
  for await (const page of pages) {
    given += JSON.stringify((page as { records?: unknown }).records ?? page)
    expect((read += 1)).toBeLessThan(200)
  }
  return given
}

const scanned = { entity: 'Invoice', key: 'MetaData.CreateTime', plannedCount: 4 } as const
const ways: Record<string, readonly [Json, (client: QboClient) => Promise<string>]> = {
  pages: [query('Invoice', 4), (client) => collect(client.pages({ entity: 'Invoice' }))],
  'pages of a singleton': [
    query('Preferences', 1),
    (client) => collect(client.pages({ entity: 'Preferences' })),
  ],
  scan: [query('Invoice', 4), (client) => collect(client.scan({ ...scanned }))],
  'scan of some fields': [
    query('Invoice', 4),
    (client) =>
      collect(
        client.scan({
          ...scanned,
          recordFields: [...renamed('PrivateNote'), ...renamed('value')],
        }),
      ),
  ],
  'scan of full pages': [query('Invoice', 4), (client) => collect(client.scan({ ...scanned, pageSize: 4 }))],
  query: [
    query('Invoice', 4),
    async (client) => JSON.stringify((await client.query('SELECT * FROM Invoice')).records),
  ],
  readByIds: [query('Invoice', 4), (client) => collect(client.readByIds('Invoice', ['1', '2', '3', '4']))],
  readById: [
    query('Invoice', 1),
    async (client) => JSON.stringify((await client.readById('Invoice', '1')) ?? null),
  ],
  companyInfo: [query('CompanyInfo', 1), async (client) => JSON.stringify(await client.companyInfo())],
  cdc: [
    changes,
    async (client) => JSON.stringify((await client.cdc(['Invoice', 'Customer', 'Item'], at(0))).changes),
  ],
}

function expectFailure(error: unknown): void {
  // Bare, it would say nothing of what came: neither a code to decide by, nor the question.
  if (!isQboError(error)) throw error
  expect(error.code).toMatch(/^QBO_/)
  expect(error.message).toMatch(/SELECT|cdc|CompanyInfo|Preferences/)
}

test.each(Object.entries(ways))(
  '%s gives every record that the answer holds, or fails and says why',
  async (_name, [answer, read]) => {
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: mostMutations }), async (mutations) => {
        const body = structuredClone(answer)
        for (const one of mutations) mutate(body, one)
        const text = JSON.stringify(body)
        const held = text.match(/mark-\d+-/g) ?? []
        try {
          const given = await read(clientOf(text, '{"QueryResponse":{"totalCount":4}}'))
          for (const mark of held) expect(given, text).toContain(mark)
        } catch (error) {
          expectFailure(error)
        }
      }),
      search({ quick: 30, deep: 500 }),
    )
  },
)

test('count gives the number that the answer holds, or fails and says why', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 2 }), async (mutations) => {
      const body: Json = { QueryResponse: { totalCount: 4 }, time: at(59) }
      for (const one of mutations) mutate(body, one)
      const text = JSON.stringify(body)
      try {
        const { count } = await clientOf('{}', text).count({ entity: 'Invoice' })
        const { QueryResponse } = body as { QueryResponse: { totalCount: unknown } }
        expect(String(QueryResponse.totalCount), text).toBe(String(count))
        expect(Number.isInteger(count) && count >= 0).toBe(true)
      } catch (error) {
        expectFailure(error)
      }
    }),
    search({ quick: 30, deep: 500 }),
  )
})
