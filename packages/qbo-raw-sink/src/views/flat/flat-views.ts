import { tableName } from '../../entity-tables.js'
import { columns } from '../select/column.js'
import type { View } from '../select/view.js'
import { flatLists } from './flat-lists.js'
import { flatLines } from './flat-lines.js'
import { flatTransactions } from './flat-transactions.js'

const ofRow = '@realm_id, @id'
const ofVersion = '@sync_token, @create_time, @last_updated_time, @deleted_at'

/** Columns by entity: every entity of the catalogue has a view of its records. */
export const flatColumns: Readonly<Record<string, string>> = { ...flatLists, ...flatTransactions }

/** It is wrapped in the type of its transaction: `{"Invoice": {"RecurringInfo": …}}`. */
const wrapped: Readonly<Record<string, readonly string[]>> = {
  RecurringTransaction: ['$.* ? (exists(@.RecurringInfo))'],
}

const records: readonly View[] = Object.entries(flatColumns).map(([entity, list]) => ({
  name: `${tableName(entity)}_flat`,
  entity,
  lists: wrapped[entity] ?? [],
  columns: columns(ofRow, list, ofVersion),
  liveOnly: false,
}))

const lines: readonly View[] = Object.entries(flatLines).map(([name, { entity, lists, list }]) => ({
  name,
  entity,
  lists,
  columns: columns('@realm_id', list, '@deleted_at'),
  liveOnly: false,
}))

/** A view of each entity's records, `qb_invoices_flat`, and of their lines, `qb_invoice_lines`; of all companies. */
export const flatViews: readonly View[] = [...records, ...lines]
