import axe from 'axe-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { evidenceHtml } from '../../src/report/page/evidence-html.js'
import { syncHtml } from '../../src/report/page/sync-html.js'
import { verifyHtml } from '../../src/report/page/verify-html.js'
import type { ReportLanguage } from '../../src/language.js'
import { sampleSync, sampleVerify } from '../aftercare.js'
import { sampleEvidence } from '../evidence.js'
import { launch, opened, printed } from './browser.js'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const languages = ['en', 'es'] as const
const colours = ['green', 'yellow', 'red'] as const
const makers = {
  run: (colour, language) => evidenceHtml(sampleEvidence(colour), language),
  verification: (colour, language) => verifyHtml(sampleVerify(colour), language),
  sync: (colour, language) => syncHtml(sampleSync(colour), language),
} as const satisfies Record<string, (colour: (typeof colours)[number], language: ReportLanguage) => string>
const kinds = ['run', 'verification', 'sync'] as const
const pages = kinds.flatMap((kind) =>
  languages.flatMap((language) => colours.map((colour) => [kind, language, colour] as const)),
)

describe.each(pages)('the report of a %s in a browser, in %s, %s', (kind, language, colour) => {
  const html = makers[kind](colour, language)

  test.each([
    ['a wide screen', { width: 1280 }],
    ['a phone', { width: 390 }],
    ['a phone in the dark', { width: 390, dark: true }],
    ['paper', { width: 720, print: true }],
  ])('is read by everybody on %s: axe finds nothing, and nothing is wider than it', async (_, look) => {
    await opened(browser, html, look, async (page) => {
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width)
      expect(await findings(page)).toEqual([])
      await page.evaluate(openAll)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width)
      expect(await findings(page)).toEqual([])
    })
  })
})

const openAll = "document.querySelectorAll('details').forEach((details) => { details.open = true })"

interface Evaluating {
  evaluate<T>(script: string): Promise<T>
}

async function findings(page: Evaluating): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`))',
  )
}

describe.each(languages)('the report in a browser, in %s', (language) => {
  const html = evidenceHtml(sampleEvidence(), language)

  test('loads nothing from anywhere, and is dark where the reader’s screen is dark', async () => {
    const backgrounds = [false, true].map(async (dark) =>
      opened(browser, html, { width: 390, dark }, (page) =>
        page.evaluate(
          "[performance.getEntriesByType('resource').length, getComputedStyle(document.body).backgroundColor]",
        ),
      ),
    )
    expect(await Promise.all(backgrounds)).toEqual([
      [0, 'rgb(255, 255, 255)'],
      [0, 'rgb(13, 17, 23)'],
    ])
  })

  test('a month that differs leads to what it is made of, by keyboard', async () => {
    await opened(browser, html, { width: 1280 }, async (page) => {
      const link = page.locator('.grid a')
      await link.focus()
      await page.keyboard.press('Enter')
      const target = await link.getAttribute('href')
      expect(await page.locator(`${target ?? ''} table`).isVisible()).toBe(true)
    })
  })

  test('prints on a few sheets, with a place to sign and each sheet named and numbered', async () => {
    const { sheets, text } = await printed(browser, html)
    expect(sheets).toBeGreaterThan(1)
    expect(sheets).toBeLessThanOrEqual(5)
    expect(text.sign).toBe('block')
    expect(text.appendix).toBe('none')
  })
})

const english =
  /\b(?:rows?|windows?|checks?|status|range|calls?|green|yellow|red|pages|expected|records?|invoices?|items?|customers?|missing|and|the|of)\b/iu

test('what a Spanish reader sees holds no English but names and what the embedder says', async () => {
  await opened(browser, evidenceHtml(sampleEvidence(), 'es'), { width: 1280 }, async (page) => {
    await page.evaluate(openAll)
    const text = await page.locator('body').innerText()
    for (const word of ['Rojo', 'Inicio del período', 'Comprobaciones', 'Ventanas', '1.200', '1 ene 2023'])
      expect(text).toContain(word)
    expect(text).not.toMatch(english)
    expect(text).toContain('<script>alert(1)</script>')
  })
  for (const kind of ['verification', 'sync'] as const)
    await opened(browser, makers[kind]('red', 'es'), { width: 1280 }, async (page) => {
      await page.evaluate(openAll)
      expect(await page.locator('body').innerText()).not.toMatch(english)
    })
})
