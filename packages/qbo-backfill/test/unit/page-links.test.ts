import { expect, test } from 'vitest'
import { evidenceHtml } from '../../src/report/page/evidence-html.js'
import { syncHtml } from '../../src/report/page/sync-html.js'
import { verifyHtml } from '../../src/report/page/verify-html.js'
import { sampleSync, sampleVerify } from '../aftercare.js'
import { sampleEvidence } from '../evidence.js'

const pages = (['green', 'yellow', 'red'] as const).flatMap((colour) => [
  ['run', colour, evidenceHtml(sampleEvidence(colour), 'en')] as const,
  ['verification', colour, verifyHtml(sampleVerify(colour), 'en')] as const,
  ['sync', colour, syncHtml(sampleSync(colour), 'en')] as const,
])

/** What the links at the head lead to, each with its title. */
function contentsOf(html: string): readonly (readonly string[])[] {
  const [contents = ''] = /<nav class="contents".*?<\/nav>/u.exec(html) ?? []
  return [...contents.matchAll(/href="#([^"]+)">([^<]+)</gu)].map(([, ...link]) => link)
}

test.each(pages)('every link within the page of a %s, %s, leads somewhere', (_kind, _colour, html) => {
  const ids = [...html.matchAll(/ id="([^"]+)"/gu)].map(([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const links = [...html.matchAll(/href="#([^"]+)"/gu)].map(([, id]) => id)
  expect(links.filter((id) => !ids.includes(id))).toEqual([])
})

test('the page of a run is led through from its head, section by section', () => {
  for (const colour of ['green', 'yellow', 'red'] as const) {
    const html = evidenceHtml(sampleEvidence(colour), 'en')
    const main = html.slice(html.indexOf('<main>'), html.indexOf('<section class="sign">'))
    const sections = [...main.matchAll(/<div id="([^"]+)"><section><h2>(.*?)<\/h2>/gu)]
    expect(sections.length).toBe(main.split('<h2>').length - 1)
    expect(contentsOf(html)).toEqual(sections.map(([, ...section]) => section))
    expect(sections.length).toBeGreaterThan(4)
  }
})

test('a page of a few sections has no links to them', () => {
  expect(contentsOf(syncHtml(sampleSync('green'), 'en'))).toEqual([])
})

test.each([
  ['run', evidenceHtml(sampleEvidence(), 'en'), 'Items: Completeness'],
  ['verification', verifyHtml(sampleVerify('red'), 'en'), 'Customers: '],
  ['sync', syncHtml(sampleSync('red'), 'en'), 'Customers: '],
])('the status of an entity of a %s leads to its own finding', (_, html, finding) => {
  const [entity = ''] = finding.split(':')
  const row = new RegExp(`scope="row">${entity}<.*?</tr>`, 'u').exec(html)?.[0] ?? ''
  const id = /href="#(?<id>[^"]+)"/u.exec(row)?.groups?.['id'] ?? ''
  expect(html.slice(html.indexOf(`id="${id}"`)).slice(0, 120)).toContain(finding)
})
