import type { Source } from '../src/index.js'

type CountScope = Parameters<Source['count']>[0]

/** How a QuickBooks that is wrong answers. */
export interface Lies {
  /** Whether a reading leaves the record out. */
  hides?(entity: string, id: string, how: 'scan' | 'pages' | 'ids'): boolean
  /** What COUNT(*) says in the place of the truth. */
  counts?(scope: CountScope, truth: number): number
  /** Whether QuickBooks' own reports leave the transaction out. */
  unlists?(id: string): boolean
}

/** What was said of records, truly or not. */
export interface Told {
  /** Ids that an answer held, by entity. */
  readonly ids: ReadonlyMap<string, ReadonlySet<string>>
}

/** A QuickBooks that is wrong now and then, over a true one. */
export function lyingSource(source: Source, lies: Lies): Source & { readonly told: Told } {
  const ids = new Map<string, Set<string>>()
  const tell = (entity: string, id: string): void => {
    const own = ids.get(entity) ?? new Set<string>()
    ids.set(entity, own.add(id))
  }

  function without<Page extends PageLike>(page: Page, entity: string, how: 'scan' | 'pages' | 'ids'): Page {
    const kept = page.records.map((record) => !(lies.hides?.(entity, record.Id, how) ?? false))
    const records = page.records.filter((_, index) => kept[index])
    for (const record of records) tell(entity, record.Id)
    if (records.length === page.records.length) return page
    const body = JSON.parse(page.text) as Record<string, unknown>
    const last = page.recordsPath.at(-1) ?? ''
    let holder: Record<string, unknown> = body
    for (const name of page.recordsPath.slice(0, -1)) holder = holder[name] as Record<string, unknown>
    holder[last] = (holder[last] as unknown[]).filter((_, index) => kept[index])
    const text = JSON.stringify(body)
    const fresh = page.fresh?.filter((_, index) => kept[index])
    const spoiled = { text, bytes: Buffer.from(text), records, ...(fresh === undefined ? {} : { fresh }) }
    // A page reads its text when it is asked for it, so it cannot be spread.
    return new Proxy(page, {
      get: (target, name) =>
        name in spoiled ? spoiled[name as keyof typeof spoiled] : Reflect.get(target, name, target),
      has: (target, name) => name in target,
    })
  }

  return {
    ...source,
    told: { ids },
    async count(scope, options) {
      const answer = await source.count(scope, options)
      return { ...answer, count: lies.counts?.(scope, answer.count) ?? answer.count }
    },
    async *scan(options) {
      for await (const page of source.scan(options)) yield without(page, options.entity, 'scan')
    },
    async *pages(options) {
      for await (const page of source.pages(options)) yield without(page, options.entity, 'pages')
    },
    async *transactionList(options) {
      for await (const part of source.transactionList?.(options) ?? [])
        yield { ...part, transactions: part.transactions.filter(({ id }) => !(lies.unlists?.(id) ?? false)) }
    },
    async *readByIds(entity, wanted, options) {
      for await (const page of source.readByIds(entity, wanted, options))
        yield page.poisoned === undefined ? without(page, entity, 'ids') : page
    },
    async cdc(entities, since, options) {
      const answer = await source.cdc(entities, since, options)
      for (const { entity, records, deleted } of answer.changes) {
        const gone = new Set(deleted.map(({ id }) => id))
        for (const record of records) if (!gone.has(record.Id)) tell(entity, record.Id)
      }
      return answer
    },
  }
}

interface PageLike {
  readonly text: string
  readonly records: readonly { readonly Id: string }[]
  readonly recordsPath: readonly string[]
  readonly fresh?: readonly boolean[]
}
