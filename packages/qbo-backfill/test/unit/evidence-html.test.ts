import { describe, expect, test } from 'vitest'
import { proofCheck, rejectsCheck } from '../../src/checks/builtin.js'
import { volumetryCheck } from '../../src/checks/volumetry-check.js'
import { activitySpans } from '../../src/report/activity.js'
import { evidenceHtml } from '../../src/report/evidence-html.js'
import { volumetryBars } from '../../src/report/volumetry-bars.js'
import { spanishCheckMessage } from '../../src/report/words/spanish-check-message.js'
import { sampleEvidence } from '../evidence.js'

describe('the evidence as a page', () => {
  test.each(['en', 'es'] as const)('names no address and holds no script, in %s', (language) => {
    const html = evidenceHtml(sampleEvidence(), language)
    expect(html).not.toMatch(/<script|https?:|src=|href=|@import|url\(/u)
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot;')
    expect(html).toContain(`<html lang="${language}">`)
  })

  test('says checks, notices and what lies outside in Spanish', () => {
    const html = evidenceHtml(sampleEvidence(), 'es')
    expect(html).toContain('Item: QuickBooks cuenta 80 registros, la tabla tiene 79 y esta ejecución leyó 79')
    expect(html).toContain(
      '1.234 total(es) no son subtotal − descuento + impuestos, por ejemplo Id 1007, 1008',
    )
    expect(html).toContain(
      'el período se amplió a días completos de America/Guayaquil: del 01/01/2023 al 15/05/2024',
    )
    expect(html).toContain('Invoice: 1.058 de los 5.000 registros')
    expect(html).toContain('Customer: nada.')
    expect(html).not.toContain('as the ledger keeps it')
  })

  test('shows a check that it does not know, and a notice of another kind, as they were said', () => {
    const sample = sampleEvidence()
    const html = evidenceHtml(
      { ...sample, report: { ...sample.report, notices: ['Item: something of a later version.'] } },
      'es',
    )
    expect(html).toContain('Item: something of a later version.')
    expect(html).toContain('<b>house</b>')
  })
})

describe('checks in Spanish', () => {
  const proof = { entity: 'Item', sets: [], seen: 7, rejected: 1, equal: true, rowChecks: [] }
  const window = {
    start: '2024-01-01T00:00:00Z',
    end: '2024-02-01T00:00:00Z',
    firstDate: '2024-01-01',
    endDate: '2024-02-01',
  }

  test.each([
    [proofCheck('Item', { ...proof, expected: 8, loaded: 7, stable: true, proved: true }, 0), 'salvo 1 que'],
    [proofCheck('Item', { ...proof, expected: 8, loaded: 7, stable: true, proved: false }, 0), 'cuenta 8'],
    [
      proofCheck('Item', { ...proof, expected: 8, loaded: 7, stable: false, proved: false }, 0),
      'no dejó de cambiar',
    ],
    [proofCheck('Item', undefined, 2), '2 segmento(s)'],
    [rejectsCheck('Item', { saved: 1, open: 2, acknowledged: 3 }), '2 registro(s) no se pudieron guardar'],
    [rejectsCheck('Item', { saved: 0, open: 0, acknowledged: 0 }), 'ningún registro'],
    [volumetryCheck('Item', [window], [1]), 'ninguna ventana'],
  ])('say what the check itself says: %j', (check, said) => {
    expect(spanishCheckMessage(check)).toContain(said)
  })
})

describe('bars of rows per window', () => {
  const windows = sampleEvidence().windows

  test('leave out the empty windows at both ends, and only those', () => {
    const { bars, emptyBefore, emptyAfter } = volumetryBars(windows)
    expect([emptyBefore, emptyAfter]).toEqual([40, 20])
    expect(bars.at(-1)?.rows).toBeGreaterThan(0)
  })

  test('stand for whole calendar units as soon as there are too many, and no row is lost', () => {
    const { bars, unit } = volumetryBars(windows)
    expect(unit).toBe('week')
    expect(bars.slice(1).every((bar) => new Date(`${bar.firstDate}T00:00:00Z`).getUTCDay() === 1)).toBe(true)
    const rows = windows.reduce((sum, window) => sum + (window.loaded ?? 0), 0)
    expect(bars.reduce((sum, bar) => sum + bar.rows, 0)).toBe(rows)
  })

  test('are none where nothing is loaded', () => {
    expect(volumetryBars(windows.slice(0, 30)).bars).toEqual([])
  })
})

describe('spans of activity', () => {
  test('are at most sixty, of a length that people count in, with nothing lost', () => {
    const seconds = [0, 7, 3599, 86_000].map((at) => ({
      at: `${new Date(1_700_000_000_000 + at * 1000).toISOString().slice(0, 19)}Z`,
      pages: 2,
      failures: 1,
    }))
    const { spans, stepSeconds } = activitySpans(seconds)
    expect(stepSeconds).toBe(1800)
    expect(spans.length).toBeLessThanOrEqual(60)
    expect(spans.reduce((sum, span) => sum + span.pages, 0)).toBe(8)
    expect(spans.reduce((sum, span) => sum + span.failures, 0)).toBe(4)
  })

  test('are none of a run that read nothing', () => {
    expect(activitySpans([]).spans).toEqual([])
  })
})
