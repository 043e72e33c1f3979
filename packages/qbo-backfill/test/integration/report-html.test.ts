import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { renderReportHtml, writeEvidence, writeReportIndex } from '../../src/index.js'
import { startCompany, type TestCompany } from '../company.js'

let company: TestCompany

afterEach(() => company.close())

test('the page of a run is had as text too, the same that is written but for the files that are beside that', async () => {
  company = await startCompany('PGlite', { customers: 5, items: 3, invoices: 20 })
  const report = await company.run()
  const { db } = company
  const directory = await mkdtemp(join(tmpdir(), 'qbo-report-html-'))
  const written = await writeEvidence({ db, report, directory, language: 'es' })
  const page = await renderReportHtml({ db, report, language: 'es' })
  const beside = [
    / Todas las ventanas, con sus cifras, están en volumetry\.csv\./u,
    /<p>Junto a esta página: report\.json[^<]*<\/p>/u,
  ]
  const file = await readFile(written.html, 'utf8')
  for (const each of beside) expect(file).toMatch(each)
  expect(page).toBe(beside.reduce((text, each) => text.replace(each, ''), file))
  expect(page).toContain(report.runId)
  expect(await renderReportHtml({ db, report })).toContain('<html lang="en">')
})

test('the page of all runs leads to those that are written, the newest first, and says the company’s name', async () => {
  company = await startCompany('PostgreSQL', { customers: 5, items: 3, invoices: 20 })
  const { db } = company
  const first = await company.run()
  const second = await company.run()
  const directory = await mkdtemp(join(tmpdir(), 'qbo-report-index-'))
  await writeEvidence({ db, report: second, directory })
  const options = { db, realmId: second.realmId, directory }
  const { html, ...counts } = await writeReportIndex(options)
  expect(counts).toEqual({ runs: 2, pages: 1, kept: 0 })
  const page = await readFile(html, 'utf8')
  expect(page).toContain(`<h1>${second.companyName}</h1>`)
  expect([...page.matchAll(/href="([^"]+)"/gu)].map(([, link]) => link)).toEqual([
    `${second.runId}/report.html`,
  ])
  expect(page.indexOf(second.runId.slice(0, 8))).toBeLessThan(page.lastIndexOf(first.runId.slice(0, 8)))
  await writeReportIndex({ ...options, language: 'es' })
  expect(await readFile(html, 'utf8')).toContain('facturas')
  const later = await renderReportHtml({ db, report: second, language: 'es' })
  expect(later).toContain('Frente a la corrida anterior')
})

test('a report that is not of this database is refused as an option', async () => {
  company = await startCompany('PGlite', { customers: 5, items: 3, invoices: 20 })
  const report = await company.run()
  const synced = await company.sync()
  const { db } = company
  const isRefused = expect.objectContaining({
    code: 'BACKFILL_INVALID_OPTIONS',
    issues: [expect.objectContaining({ path: 'report' })],
  })
  const strange = { ...report, runId: '00000000-0000-4000-8000-000000000000' }
  await expect(renderReportHtml({ db, report: strange })).rejects.toEqual(isRefused)
  await expect(renderReportHtml({ db, report: { ...synced, realmId: '1' } })).rejects.toEqual(isRefused)
})

test('what only a report of QuickBooks listed is one of the number, wherever the page says it', async () => {
  company = await startCompany('PostgreSQL', { customers: 5, items: 3, invoices: 20 })
  const hidden = company.simulator.records('Invoice')[4]
  company.simulator.hide('Invoice', hidden?.Id ?? '')
  const report = await company.run({ entities: ['invoices'] })
  const said = {
    en: [
      '20 invoices',
      '20 read = 19 proved + 1 that only QuickBooks’ report listed',
      'agrees, 20 transactions, 1 of them read because of it',
      'All 20 records at QuickBooks are in the range',
      'Nothing. QuickBooks’ queries hid it',
    ],
    es: [
      '20 facturas',
      '20 leídos = 19 comprobados + 1 que solo mostraba el reporte de QuickBooks',
      'cuadra, 20 transacciones, 1 de ellas leída gracias a él',
      'todo lo que hay en QuickBooks (20 registros)',
      'Nada. Las consultas de QuickBooks lo ocultaban',
    ],
  } as const
  for (const language of ['en', 'es'] as const) {
    const page = await renderReportHtml({ db: company.db, report, language })
    for (const text of said[language]) expect(page).toContain(text)
    // What the checks observed, each at its time, is behind.
    const [statement = ''] = page.split(/<h2>(?:Checks|Comprobaciones)/u)
    expect(statement).not.toMatch(/\b19 (?:invoices|facturas|records|registros)/u)
    const months = [...page.matchAll(/<tfoot>.*?<\/tfoot>/gu)].join('')
    const counts = [...months.matchAll(/<td>(?<count>\d+)/gu)].map(({ groups }) => Number(groups?.['count']))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20)
  }
})

test('a record that QuickBooks lists and fails to give is named by its report, with why', async () => {
  company = await startCompany('PostgreSQL', { customers: 5, items: 3, invoices: 20, retries: 0 })
  const culprit = company.simulator.records('Invoice')[4]
  company.simulator.poison('Invoice', culprit?.Id ?? '')
  const report = await company.run()
  const invoices = report.entities.find(({ entity }) => entity === 'Invoice')
  const row = {
    id: culprit?.Id,
    date: culprit?.['TxnDate'],
    amount: Number(culprit?.['TotalAmt']).toFixed(2),
  }
  expect(invoices?.witness?.refusedRows).toEqual([row])
  const page = await renderReportHtml({ db: company.db, report })
  expect(page).toContain(`txnId%3D${culprit?.Id}`)
  expect(page).toMatch(new RegExp(`Id ${culprit?.Id}.*Not stored: QuickBooks fails on record 1`, 'u'))
  // The count has it, and the table has not.
  expect(page).toMatch(/are the same number[^<]*customers/u)
  expect(page).not.toMatch(/are the same number[^<]*invoices/u)
})
