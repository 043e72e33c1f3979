import type { Realm } from '../company/realm.js'
import { parseStatement } from '../query/parse.js'
import { planFault, QueryFault } from '../query/query-fault.js'
import { planQuery, type QueryPlan } from '../query/query-plan.js'
import { countRows, selectRows } from '../query/select-rows.js'
import type { Random } from '../random.js'
import { showRecord } from './custom-fields.js'
import { buildRowList } from './row-list.js'

/** What an injected fault may do to a page: one row more than asked for (node-quickbooks#89), or only half; or to a count: one less. */
export type PageTwist = 'over-return' | 'short-page' | 'undercount'

export interface QueryContext {
  readonly realm: Realm
  readonly nowMs: number
  readonly random: Random
  readonly twist?: PageTwist | undefined
  readonly allCustomFields: boolean
}

export interface QueryResponse {
  readonly pieces: readonly Uint8Array[]
  /** Records in it. */
  readonly rows: number
}

/**
 * The `QueryResponse` object of a statement as pieces of JSON, ready to be joined: rows are the bytes they are
 * stored as.
 *
 * @throws {QueryFault}
 */
export function buildQueryResponse(statement: string, context: QueryContext): QueryResponse {
  const plan = planQuery(parseStatement(statement), context.nowMs)
  if (context.realm.lacks(plan.type.name)) throw planFault()
  const table = context.realm.table(plan.type)
  if (plan.isCount) {
    const missed = context.twist === 'undercount' ? 1 : 0
    const count = Math.max(0, countRows(table, plan) - missed)
    return { pieces: [Buffer.from(`{"totalCount":${count}}`)], rows: 0 }
  }
  const { rows, isWhole } = selectRows(table, twistPlan(plan, context.twist), context.random)
  const poison = context.realm.poisoned(plan.type)
  if (poison.size > 0) refusePoison(rows, poison)
  if (rows.length === 0) return { pieces: [Buffer.from('{}')], rows: 0 }
  const records = rows.map((row) => showRecord(table.bytes(row), context))
  return { pieces: buildRowList(plan.type, records, tailOf(plan, rows.length, isWhole)), rows: rows.length }
}

function twistPlan(plan: QueryPlan, twist: PageTwist | undefined): QueryPlan {
  if (twist === undefined) return plan
  const maxResults = twist === 'over-return' ? plan.maxResults + 1 : Math.ceil(plan.maxResults / 2)
  return { ...plan, maxResults }
}

/** One bad row fails every page that holds it (PHP-SDK#216); the text is the one seen with a malformed e-mail address. */
function refusePoison(rows: readonly number[], poison: ReadonlyMap<number, number>): void {
  for (const row of rows) {
    const status = poison.get(row)
    if (status === undefined) continue
    throw new QueryFault('4002', 'QueryProcessingError: To email address entered is invalid', status)
  }
}

/** What follows the rows: `maxResults` is their number, whatever was asked for. */
function tailOf({ type, startPosition }: QueryPlan, count: number, isWhole: boolean): string {
  if (type.kind === 'singleton') return `"maxResults":${count}`
  const total = type.showsTotalCount && isWhole ? `,"totalCount":${count}` : ''
  return `"startPosition":${startPosition},"maxResults":${count}${total}`
}
