import { describe, expect, test } from 'vitest'
import { witnessText } from '../../src/cli/output/report-lines.js'
import { evidenceHtml } from '../../src/report/page/evidence-html.js'
import { syncHtml } from '../../src/report/page/sync-html.js'
import { verifyHtml } from '../../src/report/page/verify-html.js'
import { spanishCheckMessage } from '../../src/report/words/spanish-check-message.js'
import type { WitnessReport } from '../../src/verdict/witness.js'
import { sampleSync, sampleVerify } from '../aftercare.js'
import { sampleEvidence } from '../evidence.js'

interface Page {
  readonly report: { readonly entities: readonly { readonly witness?: WitnessReport | undefined }[] }
}

/** The same facts, of which QuickBooks' own report shows no amounts. */
function withoutAmounts<P extends Page>(page: P): P {
  const entities = page.report.entities.map((entity) =>
    entity.witness?.outcome === 'witnessed'
      ? { ...entity, witness: { ...entity.witness, sum: null, noAmounts: 'the report shows none' } }
      : entity,
  )
  return { ...page, report: { ...page.report, entities } }
}

function plain(html: string): string {
  return html.replaceAll(/<style>[^]*?<\/style>|<[^>]+>/gu, ' ').replaceAll(/\s+/gu, ' ')
}

const pages = {
  run: (language: 'en' | 'es') => evidenceHtml(withoutAmounts(sampleEvidence('yellow')), language),
  verify: (language: 'en' | 'es') => verifyHtml(withoutAmounts(sampleVerify('green')), language),
  sync: (language: 'en' | 'es') => syncHtml(withoutAmounts(sampleSync('green')), language),
}

describe.each(['run', 'verify', 'sync'] as const)('that amounts are not compared', (kind) => {
  test.each([
    [
      'en',
      'Amounts are not compared for invoices, since the report shows none.',
      'QuickBooks’ report TransactionList, compared by Id alone: invoices.',
      /the amount of a line|its Id and its amount/u,
    ],
    [
      'es',
      'No se compararon los montos de facturas: el reporte no los muestra.',
      'El reporte TransactionList de QuickBooks, comparado solo por Id: facturas.',
      /el monto de una línea|por su Id y su monto/u,
    ],
  ] as const)(`stands on the page of a ${kind}, in %s, though it is green`, (language, why, basis, other) => {
    const html = plain(pages[kind](language))
    expect(html).toContain(why)
    expect(html).toContain(basis)
    expect(html).not.toMatch(other)
  })
})

test.each([
  [
    'en',
    "3,942 transactions in QuickBooks' own report; amounts are not compared, since the report shows none.",
  ],
  [
    'es',
    '3.942 transacciones en el reporte propio de QuickBooks; no se compararon los montos: el reporte no los muestra.',
  ],
] as const)('that amounts are not compared is said in a terminal, in %s', (language, said) => {
  const [invoice] = withoutAmounts(sampleSync('green')).report.entities
  expect(witnessText({ entity: 'Invoice', witness: invoice?.witness }, language).join()).toContain(said)
})

test.each([
  [
    { unlisted: 0, noAmounts: 'the report shows none' },
    '12 transacciones, como en el reporte propio de QuickBooks; no se compararon los montos: el reporte no los muestra.',
  ],
  [
    { doubtful: 1, doubtfulRows: [{ id: '7' }] },
    'QuickBooks ya no entrega por su Id 1 registro, por ejemplo Id 7, y no ha informado que se haya eliminado: sigue en la tabla.',
  ],
  [
    { unlisted: 5, open: 4, unlistedRows: [{ id: '7' }] },
    'no muestra 1 registro que sí entrega por su Id, por ejemplo Id 7; hay 4 registros más que ese reporte no muestra y que no se han buscado por su Id.',
  ],
  [
    { unlisted: 1, open: 0, unanswered: 1, unansweredRows: [{ id: '8' }] },
    'QuickBooks no responde por el Id de 1 registro, por ejemplo Id 8, así que no se sabe si ya no existe.',
  ],
])('what a witness found is said in Spanish: %j', (details, said) => {
  const check = { entity: 'Invoice', name: 'witness', status: 'yellow', message: '' } as const
  expect(spanishCheckMessage({ ...check, details: { transactions: 12, ...details } })).toContain(said)
})
