import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { createSimulator, generateCompany } from 'qbo-simulator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../../node-service/test/browser.ts'
import { serveRecordPages } from '../demo/record-pages.ts'
import { renderDoor, renderMessage, renderPage, type View } from '../src/page/page.ts'
import { now, sampleFleet } from './sample-fleet.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

const english: View = { language: 'en', isStill: false }
const of = (change: object, view = english): string =>
  renderPage({ state: { ...sampleFleet, ...change }, view, now, notice: 'One.' })
const spent = { month: { ...sampleFleet.month, taken: 2000 }, workers: [], events: [] }
const pages = [
  ['the page', of({})],
  ['all companies', of({}, { ...english, show: 'all' })],
  ['the page in Spanish', of({}, { ...english, language: 'es' })],
  ['a month that is spent', of(spent)],
  ['a page without a company', of({ companies: [] })],
  ['what was read last', renderPage({ state: sampleFleet, view: english, isOld: true, now })],
  ['the door', renderDoor('es', true)],
  ['a message', renderMessage('en', (say) => say.consentFailed)],
] as const

/** What lies beside the screen, and what axe finds. */
async function problemsOf(open: (page: Page) => Promise<unknown>): Promise<readonly string[]> {
  const problems: string[] = []
  for (const width of [1280, 390])
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, locale: 'es-EC' })
      await open(page)
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
      if (wide > width) problems.push(`${wide} pixels wide on ${width}`)
      await page.evaluate(axe.source)
      const found = await page.evaluate<readonly string[]>(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`))',
      )
      problems.push(...found)
      await page.close()
    }
  return problems
}

test.each(pages)(
  '%s is read by everybody, on a wide screen and a phone, in light and dark',
  async (_, html) => {
    expect(await problemsOf((page) => page.setContent(html))).toEqual([])
  },
)

test('so are the pages of the simulated QuickBooks, in the language of the browser', async () => {
  const names = ['Café Quito', 'Peak & Sons', 'A company that has a very long name, as some of them have it']
  const companies = names.map((name, index) => ({
    ...generateCompany({ invoices: 3, realmId: `913035000000000${index + 1}` }),
    name,
  }))
  const simulator = createSimulator({ companies })
  const server = await simulator.listen()
  const records = await serveRecordPages(simulator, 'http://127.0.0.1/')
  const [realmId = ''] = simulator.realmIds
  const invoice = simulator.records('Invoice')[1]?.Id ?? ''
  records.spoil(invoice, realmId)
  const consent = `${server.url}/connect/oauth2?client_id=${simulator.clientId}&response_type=code&state=s&redirect_uri=${encodeURIComponent(server.url)}`
  const record = `${records.url}/app/login?pagereq=${encodeURIComponent(`invoice?txnId=${invoice}`)}&deeplinkcompanyid=${realmId}`
  const seen: (string | null)[] = []
  for (const address of [consent, record, `${record}0`]) {
    const problems = await problemsOf(async (page) => {
      await page.goto(address)
      seen.push(await page.locator('main').textContent())
    })
    expect(problems).toEqual([])
  }
  expect(seen[0]).toContain('¿Qué empresa conecta?')
  expect(seen[4]).toContain('La dirección de correo no es válida')
  expect(seen[8]).toContain('no tiene página para este registro')
  await records.close()
  await server.close()
})
