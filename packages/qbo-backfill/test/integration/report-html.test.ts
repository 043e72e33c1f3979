import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { renderReportHtml, writeEvidence } from '../../src/index.js'
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
