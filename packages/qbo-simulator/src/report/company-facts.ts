import { buildChart, type Chart } from '../books/chart.js'
import { objectOf, textOf } from '../books/fields.js'
import type { Realm } from '../company/realm.js'
import { findEntityType } from '../entity/entities.js'
import type { QboRecord } from '../entity/record.js'
import type { EntityTable } from '../table/entity-table.js'

/** What reports know of a company beside its transactions. */
export interface CompanyFacts {
  readonly chart: Chart
  readonly homeCurrency: string
  readonly isMulticurrency: boolean
  /** 1 for January. */
  readonly firstMonth: number
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

export function readCompanyFacts(realm: Realm): CompanyFacts {
  const [preferences = {}] = recordsOf(realm, 'Preferences')
  const [info = {}] = recordsOf(realm, 'CompanyInfo')
  const currencies = objectOf(preferences, 'CurrencyPrefs')
  return {
    chart: buildChart(recordsOf(realm, 'Account'), findItems(realm)),
    homeCurrency: textOf(objectOf(currencies, 'HomeCurrency'), 'value') || 'USD',
    isMulticurrency: currencies['MultiCurrencyEnabled'] === true,
    firstMonth: Math.max(1, months.indexOf(textOf(info, 'FiscalYearStartMonth')) + 1),
  }
}

function* recordsOf(realm: Realm, entity: string): Generator<QboRecord> {
  const table = tableOf(realm, entity)
  const index = table.index(table.type.order.property)
  for (let at = 0; at < index.length; at++) yield table.record(index.rowAt(at))
}

function findItems(realm: Realm): Chart['item'] {
  const table = tableOf(realm, 'Item')
  const found = new Map<string, QboRecord | undefined>()
  return (id) => {
    if (!found.has(id)) {
      const row = table.rowOf(id)
      found.set(id, row === undefined ? undefined : table.record(row))
    }
    return found.get(id)
  }
}

function tableOf(realm: Realm, entity: string): EntityTable {
  return realm.table(findEntityType(entity)!)
}
