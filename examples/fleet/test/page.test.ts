import { expect, test } from 'vitest'
import { pageText } from '../demo/page-text.ts'
import type { CompanyFacts } from '../src/fleet-state.ts'
import { judge, renderDoor, renderPage, type View } from '../src/page/page.ts'
import { words } from '../src/words/words.ts'
import { before, company, found, gistOf, now, sampleCompanies, sampleFleet } from './sample-fleet.ts'

const english: View = { language: 'en', isStill: false }
const cards = (html: string): readonly number[] =>
  [...html.matchAll(/<b>(?<count>\d+)<\/b><svg class="mark/gu)].map(({ groups }) => Number(groups?.['count']))
const plain = (html: string): string => html.replaceAll('\u00A0', ' ')
const rows = (html: string): readonly string[] =>
  [...plain(html).matchAll(/<tr class="(?<state>\w+)">.*?<b>(?<name>.*?)<\/b>/gu)].map(
    ({ groups }) => `${groups?.['state']} ${groups?.['name']}`,
  )

const needing = [
  'person Almacenes del Río 2',
  'person Café Quito 1',
  'person Ferretería Sol 1',
  'person Taller Núñez 1',
  'soon Harbour Road Supply &lt;1&gt;',
  'soon Ivy Dental 1',
  'working Peak &amp; Sons 1',
  'working Blue Barn Dairy 1',
]
const fine = [
  'fine Café Quito 2',
  'fine Almacenes del Río 1',
  'fine Blue Barn Dairy 2',
  'fine Ferretería Sol 2',
]

test('who somebody has to look at comes first, the fine ones when asked; the counts are disjoint and come to all', () => {
  const html = renderPage({ state: sampleFleet, view: english, now })
  expect(rows(html)).toEqual(needing)
  expect(html).toContain('4 more are fine: show all')
  expect(rows(renderPage({ state: sampleFleet, view: { ...english, show: 'all' }, now }))).toEqual([
    ...needing,
    ...fine,
  ])
  expect(cards(html)).toEqual([4, 2, 2, 4])
  expect(html).toContain('In the last 24 hours 9 of 12 companies were synced; 4 need you.')
})

test('companies come before workers and calls, unless those are wrong', () => {
  const order = (change: object): readonly number[] => {
    const html = renderPage({ state: { ...sampleFleet, ...change }, view: english, now })
    const places = ['<table>', 'class="month', /class="workers"|No worker (?:runs|has)/u].map((part) =>
      html.search(part),
    )
    return [...places.keys()].toSorted((a, b) => (places[a] ?? 0) - (places[b] ?? 0))
  }
  const [table, month, workers] = [0, 1, 2]
  expect(order({})).toEqual([table, workers, month])
  expect(order({ workers: [] })).toEqual([workers, table, month])
  expect(order({ workers: [], upSeconds: 5 })).toEqual([table, workers, month])
  expect(order({ month: { ...sampleFleet.month, taken: 2000 } })).toEqual([month, table, workers])
})

test('a record that is missing is named, with what QuickBooks says of it and where it is', () => {
  const html = renderPage({ state: sampleFleet, view: english, now })
  expect(html).toContain('<b>Invoice Id 1008 (Mar 31, 2023, 8,670.98)</b>')
  expect(html).toContain('QuickBooks says: “To email address entered is invalid”')
  expect(html).toContain('txnId%3D1008&amp;deeplinkcompanyid=1" rel="noreferrer">Open in QuickBooks')
  expect(html).toMatch(/One of the invoices, made Apr 1, \d\d:30/u)
  expect(html).toContain('2 times with this result')
  expect(html).toContain('QuickBooks says: “&lt;b&gt;no&lt;/b&gt;”')
})

test('the newest proof of each company can be read, and what was accepted can be taken back', () => {
  const accepted = { entities: [gistOf('Invoice', 1, { remark: 'accepted' })] }
  const rowOf = (facts: Partial<CompanyFacts>): string => {
    const companies = [company('One', facts)]
    return renderPage({ state: { ...sampleFleet, companies }, view: english, now })
  }
  const links = (html: string): number => html.split('href="/report?job=').length - 1
  expect(links(rowOf({}))).toBe(1)
  expect(links(rowOf({ daysLeft: 3 }))).toBe(1)
  expect(links(rowOf({ proof: found('red', before(1), { entities: [gistOf('Invoice', 2)] }) }))).toBe(1)
  // Of a load of which only its end is known.
  expect(links(rowOf({ proof: { ...found('green', before(1)), gist: null } }))).toBe(0)
  expect(rowOf({})).not.toContain('/reopen')
  const loaded = rowOf({ isAccepted: true, proof: found('yellow', before(1), accepted) })
  expect(loaded).toContain('Complete without 1 invoice, as accepted')
  expect(loaded).toContain('action="/reopen"')
  expect(loaded).not.toContain('goes on without')
  const checked = rowOf({ isAccepted: true })
  expect(checked).toContain('goes on without what QuickBooks fails to give, as accepted')
  expect(checked).toContain('action="/reopen"')
})

test('of a company that lacks something and is read again the page does not say that it is complete', () => {
  const proof = {
    ...found('red', before(1), { entities: [gistOf('Invoice', 2)] }),
    work: 'backfill',
  } as const
  const running = { task: 'backfill', worker: 'machine 4711' }
  const companies = [company('One', { proof, running, sync: null })]
  const html = renderPage({ state: { ...sampleFleet, companies }, view: english, now })
  expect(html).toContain('Something was missing; all of it is read again')
  expect(html).not.toContain('>Complete<')
  expect(html).not.toMatch(/data-name="Copy">Complete/u)
})

test('days and hours are said as people say them', () => {
  const html = (language: 'en' | 'es'): string =>
    renderPage({ state: sampleFleet, view: { ...english, language }, now })
  expect(html('en')).toMatch(/each Sunday at \d\d:\d\d everything is checked again/u)
  expect(html('es')).toMatch(/cada domingo a las? \d\d:\d\d se comprueba todo/u)
  expect(words.es.legend('01:15', words.es.dayAt('domingo', '01:00'))).toContain('Cada noche a la 01:15')
  expect(words.es.dayAt('domingo', '01:00')).toBe('domingo a la 01:00')
})

test('who works for a worker that is gone is said to be taken over', () => {
  const running = { task: 'backfill', worker: 'machine 1' }
  const companies = [company('orphan', { proof: null, sync: null, running })]
  expect(renderPage({ state: { ...sampleFleet, companies }, view: english, now })).toContain(
    'loading its history: its worker is gone; another takes over within seconds',
  )
})

test('a name that ends in a number is in its place among many', () => {
  const companies = [10, 2, 1].map((number) => company(`Peak ${number}`))
  expect(judge({ ...sampleFleet, companies }, words.en, now).map(({ company: { name } }) => name)).toEqual([
    'Peak 1',
    'Peak 2',
    'Peak 10',
  ])
})

test('a card shows those of its state alone, and the same card all of them again', () => {
  const html = renderPage({ state: sampleFleet, view: { ...english, show: 'soon' }, now })
  expect(rows(html)).toEqual(['soon Harbour Road Supply &lt;1&gt;', 'soon Ivy Dental 1'])
  expect(cards(html)).toEqual([4, 2, 2, 4])
  expect(html).toContain('href="/?lang=en" aria-current="true"')
})

test('who waits says for what: the queue, calls of the next month, or a time', () => {
  const waiting = (until: number, error: string | null) => ({
    task: 'sync',
    until: new Date(now.getTime() + until),
    error,
  })
  const companies = [
    company('due', { waiting: waiting(-1, 'reset') }),
    company('gathers', { waiting: waiting(5000, null) }),
    company('spent', { waiting: waiting(80_000_000, 'The 100 API calls are spent') }),
    company('later', { waiting: waiting(5000, 'reset') }),
  ]
  const html = renderPage({ state: { ...sampleFleet, companies }, view: { ...english, show: 'all' }, now })
  const said = [...html.matchAll(/<td class="now"[^>]*>(?<text>.*?)<\/td>/gu)].map(
    ({ groups }) => groups?.['text'],
  )
  expect(said).toEqual([
    'in the queue: syncing',
    'in the queue: syncing',
    expect.stringMatching(/^syncing: tries again at Nov 30, \d\d:30, after an error$/u),
    'syncing: waits for next month’s calls, December 1',
  ])
})

test('the month says whose limit it is and whether it is enough, and until when all wait', () => {
  const month = (change: Partial<typeof sampleFleet.month>): string =>
    renderPage({ state: { ...sampleFleet, month: { ...sampleFleet.month, ...change } }, view: english, now })
  expect(month({})).toContain('QuickBooks calls this month: 1,022 of 2,000, the limit that you have set.')
  expect(month({})).toContain('Enough until December 1, when the month begins anew.')
  expect(month({ forecast: null })).toContain(
    'Counted anew from December 1. How long they last is known after',
  )
  const resetsAt = new Date('2026-12-31T08:00:00Z')
  const over = month({ taken: 1000, forecast: 3000, resetsAt })
  expect(over).toContain('class="month soon"')
  expect(over).toContain('At this pace they end on December 15.')
  const spent = month({ taken: 2000, forecast: 2400 })
  expect(spent).toContain('class="month person"')
  expect(spent).toContain('every company waits until December 1, 00:00 Pacific time')
})

test('the page says who works, that nobody does, and what has happened', () => {
  const html = renderPage({ state: sampleFleet, view: english, now })
  expect(html).toContain('<b>machine 4711</b>: Café Quito 2, Peak &amp; Sons 1')
  const events = [
    ...html.matchAll(
      /<li class="(?<loud>|loud)"><span class="age">Nov \d+, \d\d:\d\d<\/span> (?<text>.*?)<\/li>/gu,
    ),
  ]
  expect(events.map(({ groups }) => [groups?.['loud'], groups?.['text']])).toEqual([
    ['', '4 companies: synced, complete'],
    ['', 'Worker machine 4690 ended without a word; others went on with Peak &amp; Sons 1.'],
    ['loud', 'Ferretería Sol 1: history loaded, something is missing'],
    [
      'loud',
      'Café Quito 1: stopped, needs you. QuickBooks no longer lets us in: the consent was withdrawn, or has ended.',
    ],
  ])
  const without = renderPage({ state: { ...sampleFleet, workers: [] }, view: english, now })
  expect(without).toContain('<p class="warn">No worker runs')
  const young = renderPage({ state: { ...sampleFleet, workers: [], upSeconds: 5 }, view: english, now })
  expect(young).not.toContain('class="warn"')
  expect(young).toContain('No worker has started yet.')
})

test('what was read before the database went away is shown as what it is', () => {
  const html = renderPage({ state: sampleFleet, view: english, isOld: true, now })
  expect(html).toMatch(/The database does not answer. What you see is as of Monday, November 30 at \d\d:30 /u)
  expect(cards(html)).toEqual([4, 2, 2, 4])
})

test('as text it has the counts and those that are not fine', () => {
  const text = pageText(renderPage({ state: sampleFleet, view: { ...english, language: 'es' }, now }))
  expect(text).toContain(
    'En las últimas 24 horas se sincronizaron 9 de 12 empresas; 4 requieren su atención.',
  )
  expect(text).toContain('4 ✗ por atender\n2 ! por revisar pronto\n2 ○ cargándose\n4 ✓ en orden')
  expect(text).toContain(
    '✗ Ferretería Sol 1 | Faltan en la base de datos: 2 facturas. Factura Id 1008 (31 mar 2023',
  )
  expect(text).not.toContain('Almacenes del Río 1 |')
})

test('names and notices are text, whatever is in them', () => {
  const state = {
    ...sampleFleet,
    companies: [...sampleCompanies, company('<script>alert(1)</script>', { daysLeft: 1 })],
  }
  const html = renderPage({ state, view: english, notice: '<i>x</i>', now })
  expect(html).not.toContain('<script')
  expect(html).not.toContain('<i>')
})

test('the door says that a token was wrong, and has the other language', () => {
  expect(renderDoor('es')).toContain('href="/?lang=en"')
  expect(renderDoor('es')).not.toContain('Esa no es la clave')
  expect(renderDoor('es', true)).toContain('Esa no es la clave')
})
