import type { EntityTable } from '../table/entity-table.js'
import { formatPacific } from '../time/pacific.js'
import type { Company } from './company.js'
import { findRecordTexts } from './record-texts.js'

/** Puts a company's records into the tables, and builds the orders that its first query would wait for. */
export function loadCompany(
  company: Company,
  table: (entity: string) => EntityTable,
  now: () => number,
): void {
  const generated = findRecordTexts(company.records)
  if (generated === undefined) {
    for (const [entity, records] of Object.entries(company.records)) {
      const into = table(entity)
      for (const record of records) into.put({ text: JSON.stringify(record) })
    }
  }
  for (const [entity, texts] of Object.entries(generated ?? {})) {
    const into = table(entity)
    for (const record of texts()) into.put(record)
  }
  for (const [entity, texts] of Object.entries(company.texts ?? {})) {
    const into = table(entity)
    for (const text of texts) into.put({ text })
  }
  const created = formatPacific(now() - 5 * 365 * 86_400_000)
  for (const [entity, fields] of Object.entries(everyCompany(company)))
    if (table(entity).size === 0) table(entity).put({ text: singleton(fields, created) })
  // Names only: looking at a generated company's records would make objects of them all.
  const entities = new Set([...Object.keys(company.records), ...Object.keys(company.texts ?? {})])
  for (const entity of entities) warm(table(entity))
}

/** Sorting half a million rows takes a second, which no answer should. */
function warm(table: EntityTable): void {
  const times = ['metadata.createtime', 'metadata.lastupdatedtime'].map((path) =>
    table.type.properties.get(path),
  )
  for (const property of [...times, table.type.date]) if (property !== undefined) table.index(property)
  table.index(table.type.order.property)
}

/** What no company is without. */
function everyCompany({ name = 'Simulated Company' }: Company): Readonly<Record<string, object>> {
  return {
    CompanyInfo: {
      CompanyName: name,
      LegalName: name,
      CompanyAddr: { Id: '1', Line1: '500 Harbour Road', City: 'Oakland', CountrySubDivisionCode: 'CA' },
      Country: 'US',
      FiscalYearStartMonth: 'January',
      SupportedLanguages: 'en',
      NameValue: [{ Name: 'SubscriptionStatus', Value: 'PAID' }],
    },
    Preferences: { CurrencyPrefs: { MultiCurrencyEnabled: false, HomeCurrency: { value: 'USD' } } },
  }
}

function singleton(fields: object, created: string): string {
  const MetaData = { CreateTime: created, LastUpdatedTime: created }
  return JSON.stringify({ ...fields, domain: 'QBO', sparse: false, Id: '1', SyncToken: '0', MetaData })
}
