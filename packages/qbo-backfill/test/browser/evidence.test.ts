import { describe, expect, test } from 'vitest'
import { evidenceHtml } from '../../src/report/evidence-html.js'
import { sampleEvidence } from '../evidence.js'
import { look, print } from './browser.js'

describe.each(['en', 'es'] as const)('the evidence in a browser, in %s', (language) => {
  const html = evidenceHtml(sampleEvidence(), language)

  test.each([400, 1100])('fits a screen of %i pixels without scrolling sideways', async (width) => {
    const seen = await look(html, { width })
    expect(seen.innerWidth).toBe(width)
    expect(seen.scrollWidth).toBeLessThanOrEqual(width)
  })

  test('draws its bars inside the charts and loads nothing from anywhere', async () => {
    const seen = await look(html, { width: 400 })
    expect(seen.bars).toBeGreaterThan(60)
    expect(seen.barsOutside).toBe(0)
    expect(seen.resources).toBe(0)
  })

  test('is dark where the reader’s screen is dark', async () => {
    const bright = await look(html, { width: 1100 })
    const dark = await look(html, { width: 1100, dark: true })
    expect([bright.background, bright.ink]).toEqual(['rgb(255, 255, 255)', 'rgb(31, 35, 40)'])
    expect([dark.background, dark.ink]).toEqual(['rgb(13, 17, 23)', 'rgb(230, 237, 243)'])
  })

  test('prints on a few sheets of paper', async () => {
    const pdf = (await print(html)).toString('latin1')
    expect(pdf.startsWith('%PDF')).toBe(true)
    const pages = pdf.match(/\/Type\s*\/Page\b/gu)?.length ?? 0
    expect(pages).toBeGreaterThan(0)
    expect(pages).toBeLessThanOrEqual(3)
  })
})

test('what a Spanish reader sees holds no English but names and what the embedder says', async () => {
  const { text } = await look(evidenceHtml(sampleEvidence(), 'es'), { width: 1100 })
  for (const word of ['Rojo', 'Fecha de inicio', 'Comprobaciones', 'ventanas', '1.200', '01/01/2023'])
    expect(text).toContain(word)
  expect(text).not.toMatch(/\b(?:rows|windows|checks|status|range|calls|green|yellow|red|pages|expected)\b/iu)
  expect(text).toContain('<script>alert(1)</script>')
})
