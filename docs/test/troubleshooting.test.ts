import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { namesIn, readPage, root, tableAfter } from './page.ts'

const pages = [
  ['docs/guides/troubleshooting.md', '## By code'],
  ['docs/es/guides/troubleshooting.md', '## Por código'],
] as const

interface Row {
  readonly code: string
  readonly exit: string
  readonly phrase: string
  readonly help: string
}

function rowsOf([page, heading]: readonly [string, string]): readonly Row[] {
  return tableAfter(readPage(page), heading).map(([code = '', exit = '', phrase = '', help = '']) => ({
    code: namesIn(code).join(),
    exit,
    phrase: namesIn(phrase).join(),
    help,
  }))
}

/** What the programs say, as one text: a message that is written in pieces is joined. */
function said(): string {
  const files = ['qbo-client', 'qbo-raw-sink', 'qbo-backfill'].flatMap((name) =>
    readdirSync(`${root}packages/${name}/src`, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => readPage(`packages/${name}/src/${path}`)),
  )
  return files.join('\n').replaceAll(/['"`]\s*\+?\s*['"`]/gu, '')
}

test.each(pages)('%s leads on from every error code, and from no other', (...page) => {
  const documented = [
    ...readPage('docs/reference/errors.md').matchAll(/^\| `(?<code>(?:QBO|BACKFILL|SINK)_\w+)` /gmu),
  ].map(({ groups }) => groups?.['code'] ?? '')
  expect(documented.length).toBeGreaterThan(40)
  const rows = rowsOf(page)
  expect(rows.map(({ code }) => code).toSorted()).toEqual(documented.toSorted())
  expect(rows.filter(({ help }) => help === '')).toEqual([])
})

test.each(pages)('%s quotes messages that the programs say', (...page) => {
  const words = said()
  const phrases = rowsOf(page).flatMap(({ phrase }) => (phrase === '' ? [] : [phrase]))
  expect(phrases.length).toBeGreaterThan(20)
  expect(phrases.filter((phrase) => !words.includes(phrase))).toEqual([])
})

test('both languages say the same of a code: its exit, and whether its message is known by its words', () => {
  const [english = [], spanish = []] = pages.map((page) =>
    rowsOf(page).map(({ code, exit, phrase }) => ({ code, exit, isQuoted: phrase !== '' })),
  )
  expect(spanish).toEqual(english)
})
