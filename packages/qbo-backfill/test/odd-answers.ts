import fc from 'fast-check'

/** A way in which an answer differs from what the API promises: a member that is missing, renamed or of another type. */
export interface Oddity {
  readonly member: string
  readonly change: Change
  /** Which of the records, answers or counts it befalls, where there are several. */
  readonly pick: number
  /** The number of the data call that it befalls, from 0; undefined: every call. */
  readonly call: number | undefined
}

type Change = (typeof changes)[number]

const changes = [
  'missing',
  'null',
  'empty text',
  'text',
  'number',
  'true',
  'object',
  'list',
  'lower case',
  'plural',
] as const

/** What decides: where records are, which they are, when they are of, how many there are, and what time it is. */
const members = [
  'QueryResponse',
  'CDCResponse',
  'records',
  'record',
  'totalCount',
  'startPosition',
  'maxResults',
  'time',
  'Id',
  'SyncToken',
  'MetaData',
  'CreateTime',
  'LastUpdatedTime',
  'TxnDate',
  'Active',
] as const

export const oddities: fc.Arbitrary<Oddity> = fc.record({
  member: fc.constantFrom(...members),
  change: fc.constantFrom(...changes),
  pick: fc.nat({ max: 1000 }),
  call: fc.option(fc.nat({ max: 9 }), { nil: undefined }),
})

type Json = Record<string, unknown>
/** Where a value stands: in `holder` under `key`. */
interface Place {
  readonly holder: Json | unknown[]
  readonly key: string | number
}

/** The answer with the oddity in it; as it was where it holds no such member. */
export function makeOdd(text: string, { member, change, pick }: Oddity): string {
  const body: unknown = JSON.parse(text)
  const found = placesOf(body, member)
  const place = found[pick % Math.max(1, found.length)]
  if (place === undefined) return text
  alter(place, change)
  return JSON.stringify(body)
}

function placesOf(body: unknown, member: string): readonly Place[] {
  const lists = listsIn(body)
  if (member === 'records') return lists
  if (member === 'record') return lists.flatMap(elementsOf)
  return membersNamed(body, member)
}

/** Lists of records: under the name of an entity. */
function listsIn(value: unknown): readonly Place[] {
  if (Array.isArray(value)) return value.flatMap(listsIn)
  if (!isJson(value)) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    Array.isArray(inner) && /^[A-Z]/.test(key) && !key.endsWith('Response') && key !== 'Line'
      ? [{ holder: value, key }]
      : listsIn(inner),
  )
}

function elementsOf({ holder, key }: Place): readonly Place[] {
  const list = (holder as Json)[key] as unknown[]
  return list.map((_, index) => ({ holder: list, key: index }))
}

function membersNamed(value: unknown, name: string): readonly Place[] {
  if (Array.isArray(value)) return value.flatMap((element) => membersNamed(element, name))
  if (!isJson(value)) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === name ? [{ holder: value, key }] : key === 'Line' ? [] : membersNamed(inner, name),
  )
}

function alter({ holder, key }: Place, change: Change): void {
  const at = holder as Json
  const value = at[key]
  switch (change) {
    case 'missing':
      // A record that an answer does not hold is another matter: nothing shows that it was there.
      if (Array.isArray(holder)) at[key] = {}
      else delete at[key]
      break
    case 'lower case':
    case 'plural':
      if (Array.isArray(holder)) break
      delete at[key]
      at[change === 'plural' ? `${key}s` : String(key).toLowerCase()] = value
      break
    default:
      at[key] = other(value, change)
  }
}

function other(value: unknown, change: Change): unknown {
  switch (change) {
    case 'null':
      return null
    case 'empty text':
      return ''
    case 'text':
      return typeof value === 'string' || typeof value === 'number' ? String(value) : 'text'
    case 'number':
      return Number.isFinite(Number(value)) && value !== '' ? Number(value) : 7
    case 'true':
      return true
    case 'object':
      // One in the place of a list of one; more than one under their numbers.
      return Array.isArray(value)
        ? value.length === 1
          ? value[0]
          : Object.fromEntries(value.entries())
        : { value }
    default:
      return [value]
  }
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
