import { describe, expect, test } from 'vitest'
import { syncHtml } from '../../src/report/page/sync-html.js'
import { verifyHtml } from '../../src/report/page/verify-html.js'
import { syncVerdict } from '../../src/sync/sync-verdict.js'
import { sampleSync, sampleVerify } from '../aftercare.js'
import { said } from '../../src/verdict/said.js'

/** What stands in the box at the head. */
function verdictOf(html: string): string {
  return plain(/<div class="verdict [^]*?<\/div><\/div>/u.exec(html)?.[0] ?? '')
}

function plain(html: string): string {
  return html
    .replaceAll(/<style>[^]*?<\/style>|<[^>]+>/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
}

describe('the page of a verification says', () => {
  test.each([
    [
      'green',
      'en',
      'Green 3,942 invoices, 1,200 customers and 4 estimates of 2023–2024: all that runs had proved is in the table, and QuickBooks holds the same.',
    ],
    [
      'yellow',
      'en',
      'Yellow 3,942 invoices, 1,200 customers and 4 estimates of 2023–2024: all that runs had proved is in the table. QuickBooks has moved on since: 1 new, 1 changed, 1 gone. One point deserves a look.',
    ],
    [
      'red',
      'es',
      'Rojo 1 cliente que una corrida había comprobado no está en la tabla como entonces. Sin faltantes: 3.942 facturas y 4 estimados. QuickBooks ha cambiado desde entonces: 1 nuevo, 1 modificado, 1 eliminado. Hay un punto que conviene revisar.',
    ],
  ] as const)('a verdict in a sentence or two: %s', (colour, language, verdict) => {
    expect(verdictOf(verifyHtml(sampleVerify(colour), language))).toBe(verdict)
  })

  test('which records, as a person knows them and where QuickBooks shows them, and what to do', () => {
    const html = verifyHtml(sampleVerify('red'), 'en')
    expect(html).toContain('F-16')
    expect(html).toContain('Changed at QuickBooks')
    expect(html).toContain('invoice%3FtxnId%3D90&amp;deeplinkcompanyid=9130350000000001')
    expect(html).toContain('customerdetail%3FnameId%3D7')
    expect(plain(html)).toContain('What to do: Read the range again with “qbo-backfill run”.')
    expect(plain(html)).toContain('And 1 more that is not named here.')
  })

  test('what it rests on and what is not known, of what was really asked', () => {
    const html = plain(verifyHtml(sampleVerify('green'), 'en'))
    expect(html).toContain('50 of 50 invoices are the same to the last character')
    expect(html).toContain('say nothing of estimates: its rows are not proved')
    expect(html).toContain('rest on its queries alone: customers')
    expect(html).not.toContain('What a record holds was not compared')
  })

  test('a report that QuickBooks’ own disagrees with is no second witness', () => {
    const sample = sampleVerify('green')
    const sentence = 'lists the same transactions'
    expect(plain(verifyHtml(sample, 'en'))).toContain(sentence)
    const check = said(
      'Invoice',
      { wrong: 'red', unknown: 'red' },
      {
        name: 'witness',
        known: 'wrong',
        text: '1 transaction.',
        details: { onlyLooked: true, transactions: 9, found: 1, foundRows: [{ id: '91' }] },
      },
    ).check
    const spoilt = { ...sample, checks: [check] }
    expect(plain(verifyHtml(spoilt, 'en'))).not.toContain(sentence)
    expect(plain(verifyHtml(spoilt, 'es'))).toContain('1 transacción que no está en la tabla')
  })
})

describe('the page of a sync says', () => {
  test.each([
    [
      'green',
      'en',
      'Green All changes and deletions that QuickBooks told of up to 5 Jan 2025, 07:00 are in the table. The sync brought 12 new records, 3 newer versions and 1 deletion.',
    ],
    [
      'yellow',
      'es',
      'Amarillo Lo que QuickBooks informó de sus cambios hasta el 5 ene 2025, 07:00 está en la tabla. La sincronización trajo 12 registros nuevos, 3 versiones más nuevas y 1 eliminación. Hay un punto que conviene revisar.',
    ],
    [
      'red',
      'en',
      'Red 1 invoice could not be stored. The sync brought 12 new records, 3 newer versions and 1 deletion. One point deserves a look.',
    ],
  ] as const)('a verdict in a sentence or two: %s', (colour, language, verdict) => {
    expect(verdictOf(syncHtml(sampleSync(colour), language))).toBe(verdict)
  })

  test('how each was asked, which deletions are not known, and what was refused', () => {
    const html = plain(syncHtml(sampleSync('red'), 'es'))
    expect(html).toContain('captura de cambios (CDC) de QuickBooks')
    expect(html).toContain('no se conocen las anteriores al 6 dic 2024, 12:00 UTC')
    expect(html).toContain('Es posible que 120 registros se hayan eliminado')
    expect(html).toContain('Sin guardar: 22P05')
  })

  test.each([
    [
      'en',
      'What QuickBooks told of its changes',
      'told nothing (QBO_FORBIDDEN: No), so deletions that QuickBooks does not tell are not known',
      'QuickBooks did not tell every deletion',
    ],
    [
      'es',
      'Lo que QuickBooks informó de sus cambios',
      'El barrido que se pidió no dio resultado (QBO_FORBIDDEN: No), así que no se conocen',
      'QuickBooks no informó todas las eliminaciones',
    ],
  ] as const)('that a sweep which was asked for told nothing: %s', (language, verdict, finding, unknown) => {
    const sample = sampleSync('green')
    const [invoice, ...others] = sample.report.entities
    const rejects = { saved: 0, open: 0, acknowledged: 0 }
    const evidence = {
      entity: 'Invoice',
      since: null,
      versions: 'right',
      ungiven: 0,
      untold: [],
      open: 0,
    } as const
    const found = syncVerdict({ ...evidence, unswept: 'QBO_FORBIDDEN: No.', rejects })
    const entities = [{ ...invoice!, ...found }, ...others]
    const report = { ...sample.report, status: found.status, entities }
    const page = syncHtml({ ...sample, checks: found.checks, report }, language)
    expect(verdictOf(page)).toContain(verdict)
    for (const text of [finding, unknown]) expect(plain(page)).toContain(text)
    expect(plain(page)).not.toMatch(/\b0 (?:rows|registros)\b/u)
  })
})
