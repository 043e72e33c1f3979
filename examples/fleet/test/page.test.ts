import { expect, test } from 'vitest'
import { pageText } from '../demo/page-text.ts'
import { judge, renderDoor, renderPage, type View } from '../src/page/page.ts'
import { words } from '../src/words/words.ts'
import { company, now, sampleCompanies, sampleFleet } from './sample-fleet.ts'

const english: View = { language: 'en', isStill: false }
const cards = (html: string): readonly number[] =>
  [...html.matchAll(/<b>(?<count>\d+)<\/b><svg class="mark/gu)].map(({ groups }) => Number(groups?.['count']))
const rows = (html: string): readonly string[] =>
  [...html.matchAll(/<tr class="(?<state>\w+)">.*?<b>(?<name>.*?)<\/b>/gu)].map(
    ({ groups }) => `${groups?.['state']} ${groups?.['name']}`,
  )

test('who somebody has to look at comes first, whatever the name; the counts are disjoint and come to all', () => {
  const html = renderPage({ state: sampleFleet, view: english, now })
  expect(rows(html)).toEqual([
    'person Almacenes del Río 2',
    'person Café Quito 1',
    'person Ferretería Sol 1',
    'person Taller Núñez 1',
    'soon Harbour Road Supply &lt;1&gt;',
    'soon Ivy Dental 1',
    'working Peak &amp; Sons 1',
    'working Blue Barn Dairy 1',
    'fine Café Quito 2',
    'fine Almacenes del Río 1',
    'fine Blue Barn Dairy 2',
    'fine Ferretería Sol 2',
  ])
  expect(cards(html)).toEqual([4, 2, 2, 4])
  expect(html).toContain('12 companies in all, 2 being worked on now; oldest proof: 61 days ago.')
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
  const html = renderPage({ state: { ...sampleFleet, companies }, view: english, now })
  const said = [...html.matchAll(/<td class="now">(?<text>.*?)<\/td>/gu)].map(
    ({ groups }) => groups?.['text'],
  )
  expect(said).toEqual([
    'in the queue: bringing changes',
    'in the queue: bringing changes',
    expect.stringMatching(/^bringing changes: tries again at \d\d:30, after an error$/u),
    'bringing changes: waits for next month’s calls, December 1',
  ])
})

test('the month says what is left, warns of what will be too much, and says until when all wait', () => {
  const month = (change: Partial<typeof sampleFleet.month>): string =>
    renderPage({ state: { ...sampleFleet, month: { ...sampleFleet.month, ...change } }, view: english, now })
  expect(month({})).toContain('1,022 of this month’s 2,000 API calls are used, 978 left')
  expect(month({})).toContain('class="month within"')
  expect(month({ forecast: null })).toContain('a forecast comes after a day of syncs')
  expect(month({ forecast: 2400 })).toContain('class="month soon"')
  expect(month({ forecast: 2400 })).toContain('about 2,400 by December 1')
  expect(month({ forecast: 2400 })).toContain('work will stop before December 1')
  const spent = month({ taken: 2000, forecast: 2400 })
  expect(spent).toContain('class="month person"')
  expect(spent).toContain('every company waits until December 1, 00:00 Pacific time')
})

test('the page says who works, and that nobody does', () => {
  const html = renderPage({ state: sampleFleet, view: english, now })
  expect(html).toContain('<b>machine 4711</b>: Café Quito 2, Peak &amp; Sons 1')
  expect(html).toContain('Worker machine 4690 was lost; back in the queue: Peak &amp; Sons 1')
  expect(renderPage({ state: { ...sampleFleet, workers: [] }, view: english, now })).toContain(
    'No worker runs',
  )
})

test('what was read before the database went away is shown as what it is', () => {
  const html = renderPage({ state: sampleFleet, view: english, isOld: true, now })
  expect(html).toMatch(/The database does not answer. What you see is as of \d\d:30:00/u)
  expect(cards(html)).toEqual([4, 2, 2, 4])
})

test('as text it has the counts and those that are not fine', () => {
  const text = pageText(renderPage({ state: sampleFleet, view: { ...english, language: 'es' }, now }))
  expect(text).toContain('4 ✗ le necesitan\n2 ! por revisar pronto\n2 ○ aún sin comprobar\n4 ✓ en orden')
  expect(text).toContain('✗ Ferretería Sol 1 | Falta en la base de datos: 2 Invoice. Vea qué registros')
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
