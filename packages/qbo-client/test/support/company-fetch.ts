/** A company behind an injected fetch: answers the statements of this client, and misbehaves as it is told. */
export interface CompanyRow {
  readonly Id: string
  readonly MetaData?: { readonly CreateTime: string; readonly LastUpdatedTime: string }
}

export interface Misbehaviour {
  /** A number from 0 to 1 at each call. */
  readonly random: () => number
  /** One record more than asked, now and then. */
  readonly limitPlusOne?: boolean
  /** Fewer than asked although there are more, now and then. */
  readonly shortPages?: boolean
  /** The same record twice in a page, now and then. */
  readonly duplicates?: boolean
}

export interface CompanyFetch {
  readonly fetch: typeof fetch
  readonly statements: string[]
}

export function companyFetch(
  entity: string,
  rows: () => readonly CompanyRow[],
  how: Misbehaviour,
): CompanyFetch {
  const statements: string[] = []
  return {
    statements,
    fetch: async (input) => {
      const request = input as Request
      const url = new URL(request.url)
      if (url.pathname === '/token') {
        return Response.json({
          access_token: 'access-token',
          refresh_token: 'refresh-token',
          expires_in: 3600,
        })
      }
      const statement = url.searchParams.get('query') ?? (await request.text())
      statements.push(statement)
      return Response.json({
        QueryResponse: respond(entity, rows(), statement, how),
        time: '2026-01-14T16:30:00-08:00',
      })
    },
  }
}

function respond(entity: string, rows: readonly CompanyRow[], statement: string, how: Misbehaviour): object {
  const matching = rows.filter((row) => matches(row, statement))
  if (statement.includes('COUNT(*)')) return { totalCount: matching.length }
  const start = Number(/STARTPOSITION (\d+)/.exec(statement)?.[1] ?? 1)
  const limit = Number(/MAXRESULTS (\d+)/.exec(statement)?.[1] ?? 100)
  const key = /ORDERBY MetaData\.(\w+)/.exec(statement)?.[1] as 'CreateTime' | undefined
  const sorted = matching
    .map((row) => ({
      row,
      at: key === undefined ? 0 : Date.parse(row.MetaData?.[key] ?? ''),
      tie: how.random(),
    }))
    .sort((a, b) => a.at - b.at || a.tie - b.tie)
    .map(({ row }) => row)
  let take = limit
  if (how.limitPlusOne === true && how.random() < 0.3) take = limit + 1
  else if (how.shortPages === true && limit > 1 && how.random() < 0.3)
    take = Math.max(1, Math.floor(limit * how.random()))
  const page = sorted.slice(start - 1, start - 1 + take)
  if (how.duplicates === true && page[0] !== undefined && page.length < limit && how.random() < 0.3)
    page.push(page[0])
  return page.length === 0 ? {} : { [entity]: page, startPosition: start, maxResults: page.length }
}

function matches(row: CompanyRow, statement: string): boolean {
  const conditions = [...statement.matchAll(/MetaData\.(\w+) (>=|<) '([^']+)'/g)]
  return conditions.every(([, field, operator, literal]) => {
    const at = Date.parse(row.MetaData?.[field as 'CreateTime'] ?? '')
    const bound = Date.parse(literal ?? '')
    return operator === '>=' ? at >= bound : at < bound
  })
}

/** An instant as QuickBooks writes it: Pacific, with the offset of the season. */
export function pacific(ms: number): string {
  // A fixed summer half is enough here: what matters is that the offsets differ.
  const isSummer = ms >= Date.parse('2025-03-09T10:00:00Z') && ms < Date.parse('2025-11-02T09:00:00Z')
  const hours = isSummer ? 7 : 8
  return `${new Date(ms - hours * 3_600_000).toISOString().slice(0, 19)}-0${hours}:00`
}
