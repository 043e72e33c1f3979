import { generateCompany } from 'qbo-simulator'

export const pageSize = 1000
export const realmId = '9130350000000001'

/** Answers of QuickBooks as text, a thousand invoices each: what every way of writing them starts from. */
export function makeInvoicePages(rows: number): readonly string[] {
  const company = generateCompany({ seed: 4, customers: 2000, items: 500, invoices: rows })
  const invoices = company.records['Invoice'] ?? []
  return Array.from({ length: Math.ceil(rows / pageSize) }, (_, page) => {
    const records = invoices.slice(page * pageSize, (page + 1) * pageSize)
    const response = { Invoice: records, startPosition: page * pageSize + 1, maxResults: records.length }
    return JSON.stringify({ QueryResponse: response, time: '2026-01-01T00:00:00.000-08:00' })
  })
}
