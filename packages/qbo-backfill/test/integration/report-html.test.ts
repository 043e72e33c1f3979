import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { renderReportHtml, writeEvidence, writeReportIndex } from '../../src/index.js'
import { startCompany, type TestCompany } from '../company.js'

let company: TestCompany

afterEach(() => company.close())

test('the page of a run is had as text too, the same that is written', async () => {
  company = await startCompany('PGlite', { customers: 5, items: 3, invoices: 20 })
  const report = await company.run()
  const { db } = company
  const directory = await mkdtemp(join(tmpdir(), 'qbo-report-html-'))
  const written = await writeEvidence({ db, report, directory, language: 'es' })
  const page = await renderReportHtml({ db, report, language: 'es' })
  expect(page).toBe(await readFile(written.html, 'utf8'))
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
