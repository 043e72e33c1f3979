import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { allPages, prose, readPage, root } from './page.ts'

/** GitHub's name of a heading, as links say it after `#`. */
function anchorsOf(page: string): ReadonlySet<string> {
  const headings = [...readPage(page).matchAll(/^#+ (?<title>.*)$/gmu)]
  return new Set(
    headings.map((match) =>
      (match.groups?.['title'] ?? '')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

function brokenLinks(page: string): readonly string[] {
  const targets = [...prose(page).matchAll(/\]\((?<target>[^)\s]+)\)/gu)].map(
    (match) => match.groups?.['target'] ?? '',
  )
  return targets
    .filter((target) => !/^(?:https?|mailto):/u.test(target))
    .filter((target) => {
      const [path = '', anchor] = target.split('#')
      const file = path === '' ? page : normalize(join(dirname(page), path))
      if (!existsSync(`${root}${file}`)) return true
      return anchor !== undefined && !anchorsOf(file).has(anchor)
    })
    .map((target) => `${page}: ${target}`)
}

test('every link to a file of the project leads somewhere', () => {
  const pages = allPages()
  expect(pages.length).toBeGreaterThan(20)
  expect(pages.flatMap(brokenLinks)).toEqual([])
})

test('every page of docs/ can be reached from docs/README.md', () => {
  const linked = new Set<string>()
  const visit = (page: string): void => {
    if (linked.has(page)) return
    linked.add(page)
    for (const [, target = ''] of prose(page).matchAll(/\]\(([^)\s]+\.md)(?:#[^)]*)?\)/gu)) {
      const file = normalize(join(dirname(page), target))
      if (file.startsWith('docs/') && existsSync(`${root}${file}`)) visit(file)
    }
  }
  visit('docs/README.md')
  const pages = allPages().filter((page) => page.startsWith('docs/') && !page.startsWith('docs/api/'))
  expect(pages.filter((page) => !linked.has(page))).toEqual([])
})

test('every English guide, concept and page of reference has its Spanish one under the same name', () => {
  const guides = allPages().filter((page) =>
    /^docs\/(?:guides|concepts|reference)\/|^docs\/acceptance/u.test(page),
  )
  // A host without Node people in Spanish: English only.
  const missing = guides.filter((page) => !allPages().includes(page.replace('docs/', 'docs/es/')))
  expect(missing.filter((page) => page !== 'docs/guides/node-service.md')).toEqual([])
})

test('a Spanish page leads to the Spanish pages, but for the links that say they do not', () => {
  const pages = allPages().filter((page) => page.startsWith('docs/es/') || page === 'README.es.md')
  const english = pages.flatMap((page) =>
    [...prose(page).matchAll(/\[(?<text>[^\]]+)\]\((?<target>[^)#\s]+)/gu)].flatMap(({ groups }) => {
      const file = normalize(join(dirname(page), groups?.['target'] ?? ''))
      const isSaid = /inglés|English/u.test(groups?.['text'] ?? '')
      const hasSpanish = file.startsWith('docs/') && existsSync(`${root}${file.replace('docs/', 'docs/es/')}`)
      return hasSpanish && !file.startsWith('docs/es/') && !isSaid ? [`${page}: ${file}`] : []
    }),
  )
  expect(pages.length).toBeGreaterThan(20)
  expect(english).toEqual([])
})
