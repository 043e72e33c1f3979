import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { codeBlocks, namesIn, prose, root } from './page.ts'
import { referencePages, references, type Reference } from './reference-pages.ts'

type Page = (typeof referencePages)[number]

const [english, spanish] = references as readonly [Reference, Reference]

/** What is written in the reader's language between backticks: an address, a statement, what stands for a value. */
const translated = /[/<… ]|^pglite:/u

/** Each heading, paragraph, comment and row of a table, in order, by what does not depend on the language. */
function partsOf(language: Reference, page: Page): readonly string[] {
  return prose(`${language.folder}/${page}`)
    .split(/\n\n|\n(?=\|)/u)
    .filter((part) => part.trim() !== '' && !/^\| ?-/u.test(part))
    .map((part) => {
      const [kind = ''] = /^(?:#+|<!-- .* -->|\|)/u.exec(part) ?? ['text']
      const names = namesIn(part).filter((name) => !translated.test(name))
      const links = [...part.matchAll(/\]\((?<target>[^)#\s]+)/gu)].map(({ groups }) =>
        (groups?.['target'] ?? '').replace(/^.*\//u, ''),
      )
      const numbers = part.replaceAll(/`[^`]*`|\]\([^)]*\)/gu, '').match(/\d[\d.,]*\b/gu) ?? []
      return [kind, ...[...new Set(names)].toSorted(), ...links.toSorted()]
        .concat(numbers.map((number) => number.replaceAll(/[.,]/gu, '')).toSorted())
        .join(' ')
    })
}

test('both references have the same pages', () => {
  for (const { folder } of references)
    expect([folder, readdirSync(`${root}${folder}`).toSorted()]).toEqual([folder, [...referencePages]])
})

test.each(referencePages)('both languages of %s name the same things, part by part', (page) => {
  const parts = partsOf(english, page)
  expect(parts.length).toBeGreaterThan(10)
  expect(partsOf(spanish, page)).toEqual(parts)
})

test.each(referencePages)('both languages of %s have the same blocks of code', (page) => {
  const [inEnglish, inSpanish] = references.map(({ folder }) =>
    codeBlocks(`${folder}/${page}`).map(({ text }) => text.replaceAll(/^--.*$/gmu, '--')),
  )
  expect(inSpanish).toEqual(inEnglish)
})
