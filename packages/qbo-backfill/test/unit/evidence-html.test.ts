import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { entities } from 'qbo-client'
import { search } from 'testkit'
import { describe, expect, test } from 'vitest'
import { proofCheck, rejectsCheck } from '../../src/checks/builtin.js'
import { volumetryCheck } from '../../src/checks/volumetry-check.js'
import type { ProvedEntity } from '../../src/proof/prove.js'
import { leftOutText } from '../../src/plan/left-out.js'
import { activitySpans } from '../../src/report/facts/activity.js'
import type { Evidence } from '../../src/report/facts/evidence.js'
import { evidenceJson } from '../../src/report/facts/evidence-json.js'
import { evidenceHtml } from '../../src/report/page/evidence-html.js'
import { spanishCheckMessage } from '../../src/report/words/spanish-check-message.js'
import { sampleEvidence } from '../evidence.js'

describe.each(['en', 'es'] as const)('the evidence as a page, in %s', (language) => {
  test('loads nothing, holds no script, and names no address but of documents in QuickBooks', () => {
    const html = evidenceHtml(sampleEvidence(), language)
    expect(html).not.toMatch(/<script|src=|@import|url\(/u)
    const addresses = [...html.matchAll(/https?:[^"\s]*/gu)].map(([address]) => address)
    expect(addresses.length).toBeGreaterThan(0)
    expect(
      addresses.filter((address) => !address.startsWith('https://app.sandbox.qbo.intuit.com/app/')),
    ).toEqual([])
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot;')
    expect(html).toContain(`<html lang="${language}">`)
  })

  test('names itself by its run, its program and the SHA-256 of report.json', () => {
    const evidence = sampleEvidence()
    const html = evidenceHtml(evidence, language)
    const hash = createHash('sha256').update(evidenceJson(evidence)).digest('hex')
    const [printed] = /@bottom-left \{ content: "[^"]*"/u.exec(html) ?? []
    for (const text of [evidence.report.runId, 'qbo-backfill 1.2.3', hash]) expect(printed).toContain(text)
  })

  test('is the same page from the same facts', () => {
    expect(evidenceHtml(sampleEvidence(), language)).toBe(evidenceHtml(sampleEvidence(), language))
  })

  test('stays one well-formed page whatever a company, a customer or a check is called', () => {
    // What is all digits has a page in QuickBooks.
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }).filter((text) => !/^\d+$/u.test(text)),
      fc.constantFrom(
        '</style><script>',
        '"><img src=x onerror=y>',
        "' onload='x",
        '&lt;',
        '\u202E',
        '\\"; }',
        '<!--',
      ),
    )
    const expected = shapeOf(evidenceHtml(named('Acme'), language))
    fc.assert(
      fc.property(hostile, (name) => {
        expect(shapeOf(evidenceHtml(named(name), language))).toBe(expected)
      }),
      search({ quick: 5, deep: 500 }),
    )
  })

  test('of ten years of all entities is made in little time', () => {
    const evidence = tenYears()
    const started = process.cpuUsage()
    const html = evidenceHtml(evidence, language)
    expect(html.length).toBeLessThan(8_000_000)
    // A second of work; on a busy machine it may take many to get it.
    expect(process.cpuUsage(started).user / 1_000_000).toBeLessThan(10)
  })
})

/** Everything that somebody else may name. */
function named(name: string): Evidence {
  const sample = sampleEvidence()
  const row = { id: name, number: name, date: name, name, amount: '1' }
  return {
    ...sample,
    report: {
      ...sample.report,
      companyName: name,
      runId: name,
      entities: sample.report.entities.map((entity) => ({
        ...entity,
        reconciliation: entity.reconciliation && { ...entity.reconciliation, missingRows: [row] },
        witness: entity.witness && { ...entity.witness, currency: name },
      })),
      notices: [name],
    },
    named: { Invoice: [{ ...row, id: '1007' }] },
    checks: sample.checks.map((check) => ({
      ...check,
      message: name,
      details: { ...check.details, ids: ['1007', name] },
    })),
  }
}

/** Elements and names of attributes, in their order; texts, values and whatever stands in the style left out. */
function shapeOf(html: string): string {
  const [, page = ''] = html.split('</head>')
  expect(html.match(/<\/style>/gu)).toHaveLength(1)
  return [...page.matchAll(/<(\/?[a-z0-9]+)((?:\s[a-z-]+(?:="[^"]*")?)*)>/gu)]
    .map(([, tag, attributes = '']) => `${tag} ${attributes.replaceAll(/="[^"]*"/gu, '')}`)
    .join('\n')
    .replaceAll(/(?<=<?t[dh] [^\n]*) class/gu, '')
}

function tenYears(): Evidence {
  const sample = sampleEvidence()
  const [first] = sample.report.entities
  const days = Array.from({ length: 3653 }, (_, day) =>
    new Date(Date.UTC(2015, 0, 1 + day)).toISOString().slice(0, 10),
  )
  const dated = entities.filter(({ strategy }) => strategy === 'transaction').map(({ name }) => name)
  return {
    ...sample,
    report: {
      ...sample.report,
      entities: entities.flatMap(({ name }) => (first === undefined ? [] : [{ ...first, entity: name }])),
    },
    windows: dated.flatMap((entity) =>
      days.slice(0, -1).map((day, index) => ({
        entity,
        start: `${day}T05:00:00Z`,
        end: `${days[index + 1]}T05:00:00Z`,
        firstDate: day,
        endDate: days[index + 1] ?? '',
        expected: null,
        loaded: 30,
        status: 'green',
      })),
    ),
    witness: dated.flatMap((entity) =>
      [...new Set(days.map((day) => day.slice(0, 7)))].map((month) => ({
        entity,
        type: entity,
        month: `${month}-01`,
        reported: 900,
        reportedSum: '123456.78',
        stored: 900,
        storedSum: '123456.78',
      })),
    ),
  }
}

describe('what the page says', () => {
  const english = plain(evidenceHtml(sampleEvidence(), 'en'))
  const spanish = plain(evidenceHtml(sampleEvidence(), 'es'))

  test.each([
    ['Ferretería El Águila & Cía.', 'whose books'],
    ['1 Jan 2023 – 14 May 2024 (America/Guayaquil)', 'local dates, the last day and not the one after'],
    ['1 of 80 items is missing.', 'what is missing'],
    ['Complete: 3,942 invoices and 1,200 customers.', 'what is not'],
    ['84 read = 79 proved + 4 changed after 06:55 + 1 missing', 'how it adds up'],
    ['4 records changed at QuickBooks after 1 Jun 2024, 06:55', 'what is not known'],
    ['F-1007 5 Mar 2023 Acme <b> 275.00 1007 Open', 'documents as a person knows them'],
    ['F-77 1 Apr 2023 names customer 99999 – 77 Open', 'the document that names what is absent'],
    ['≠ 288', 'the month that differs'],
    ['The run that ended 1 May 2024, 07:00', 'the run before'],
    ['Invoices 3,900 3,942 +42', 'what changed'],
    ['No longer so: Customers: Volumetry', 'what is over'],
    ['New: Items: Completeness', 'what is new'],
    ['Budget: left out, since the user who connected the company may not read it.', 'what was left out'],
    ['Invoices: 1,058 of the 5,000 records', 'what lies outside'],
  ])('in English: %s (%s)', (said) => {
    expect(english).toContain(said)
  })

  test.each([
    ['Falta 1 de 80 artículos.'],
    ['Sin faltantes: 3.942 facturas y 1.200 clientes.'],
    ['84 leídos = 79 comprobados + 4 cambiaron después de las 06:55 + 1 falta'],
    ['QuickBooks cuenta 80 registros, la tabla tiene 79 y esta corrida leyó 79'],
    ['1.234 totales no cuadran con subtotal − descuento + impuestos, por ejemplo Id 1007, 1008'],
    ['Mencionan lo que no está en las tablas: cliente 99999 (factura F-77).'],
    ['el período se amplió a días completos de America/Guayaquil: del 1 ene 2023 al 15 may 2024'],
    ['Facturas: 1.058 de los 5.000 registros'],
    ['Clientes: no queda nada fuera.'],
    ['quedó fuera, porque el usuario que conectó la empresa no tiene permiso para leerlo'],
  ])('in Spanish: %s', (said) => {
    expect(spanish).toContain(said)
    expect(spanish).not.toContain('as the ledger keeps it')
  })

  test.each([
    ['en', '3,942 invoices and 1,200 customers of 1 Jan 2023 – 14 May 2024: every one is in the table.'],
    ['en', '3 points deserve a look.'],
    ['es', '3.942 facturas y 1.200 clientes de 1 ene 2023 – 14 may 2024: todo está en la tabla.'],
    ['es', 'Hay 3 puntos que conviene revisar.'],
  ] as const)('what holds is said in a sentence with its numbers, in %s: %s', (language, said) => {
    expect(plain(evidenceHtml(sampleEvidence('yellow'), language))).toContain(said)
  })

  test('shows a check that it does not know, and a notice of another kind, as they were said', () => {
    const sample = sampleEvidence()
    const report = { ...sample.report, notices: ['Item: something of a later version.'] }
    const html = evidenceHtml({ ...sample, report }, 'es')
    expect(html).toContain('Item: something of a later version.')
    expect(html).toContain('house')
  })

  test.each([
    [
      'QBO_FEATURE_UNAVAILABLE',
      'Presupuestos: quedó fuera, porque el plan de QuickBooks de esta empresa no lo incluye.',
    ],
    ['QBO_LATER', 'Presupuestos: quedó fuera, porque QuickBooks lo rechaza (QBO_LATER).'],
  ])('says in Spanish what was left out, and why: %s', (code, said) => {
    const { report } = sampleEvidence()
    const leftOut = [{ entity: 'Budget', code, status: 'green' } as const]
    const notices = [leftOutText('Budget', code), ...report.notices]
    const html = evidenceHtml({ ...sampleEvidence(), report: { ...report, leftOut, notices } }, 'es')
    expect(html).toContain(said)
    expect(html).not.toContain('left out')
  })
})

/** The text of a page, as one line. */
function plain(html: string): string {
  return html
    .replace(/<style>.*<\/style>/su, '')
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/gu, ' ')
}

describe('checks in Spanish', () => {
  const proof: Pick<
    ProvedEntity,
    | 'entity'
    | 'sets'
    | 'seen'
    | 'refused'
    | 'refusedIds'
    | 'deletions'
    | 'visible'
    | 'undated'
    | 'found'
    | 'rowChecks'
  > = {
    entity: 'Item',
    sets: [],
    seen: 7,
    refused: 1,
    refusedIds: ['5'],
    rowChecks: [],
    deletions: 'right',
    visible: 'right',
    undated: 0,
    found: undefined,
  }
  const allRead = { count: 0, undelivered: 0 }
  const window = {
    start: '2024-01-01T00:00:00Z',
    end: '2024-02-01T00:00:00Z',
    firstDate: '2024-01-01',
    endDate: '2024-02-01',
  }

  test.each([
    [
      proofCheck(
        'Item',
        { ...proof, expected: 8, loaded: 7, stable: true, equal: true, proved: true },
        allRead,
      ),
      'de 8 registros, 7 están comprobados en la tabla y 1 fue rechazado.',
    ],
    [
      proofCheck(
        'Item',
        { ...proof, expected: 8, loaded: 7, stable: true, equal: false, proved: false },
        allRead,
      ),
      'cuenta 8',
    ],
    [
      proofCheck(
        'Item',
        { ...proof, expected: 8, loaded: 7, stable: false, equal: false, proved: false },
        allRead,
      ),
      'no dejó de cambiar',
    ],
    [proofCheck('Item', undefined, { count: 2, undelivered: 0 }), '2 segmentos'],
    [
      proofCheck('Item', undefined, { count: 1, undelivered: 1, error: { code: 'X', message: 'full.' } }),
      'nada comprobado (X: full).',
    ],
    [rejectsCheck('Item', { saved: 1, open: 2, acknowledged: 3 }), '2 registros no se pudieron guardar'],
    [rejectsCheck('Item', { saved: 0, open: 0, acknowledged: 0 }), 'ningún registro'],
    [volumetryCheck('Item', [window], [1]), 'ninguna ventana'],
  ])('say what the check itself says: %j', (check, said) => {
    expect(spanishCheckMessage(check)).toContain(said)
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
