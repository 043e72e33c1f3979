import axe from 'axe-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../../node-service/test/browser.ts'
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

test.each(pages)(
  '%s is read by everybody, on a wide screen and a phone, in light and dark',
  async (_, html) => {
    for (const width of [1280, 390])
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
        await page.setContent(html)
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
        await page.evaluate(axe.source)
        const found = await page.evaluate(
          'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`))',
        )
        expect(found).toEqual([])
        await page.close()
      }
  },
)
