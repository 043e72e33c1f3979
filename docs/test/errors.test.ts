import { expect, test } from 'vitest'
import {
  exitCodeOfError,
  exitCodes,
  firstExitCode,
} from '../../packages/qbo-backfill/src/cli/output/exit-code.js'
import { judgeAnswer } from '../../packages/qbo-client/src/http/fault.ts'
import { exportedTypes } from './exported-types.ts'
import { namesIn, tableAfter } from './page.ts'
import { readReference, references, type Reference } from './reference-pages.ts'

const types = exportedTypes()

const classes = [
  ['QboError', 'QboErrorCode'],
  ['BackfillError', 'BackfillErrorCode'],
  ['SinkError', 'SinkErrorCode'],
] as const

interface ErrorRow {
  readonly code: string
  readonly retryable: string
  readonly exit: string
}

function rowsOf(language: Reference, name: string): readonly ErrorRow[] {
  return tableAfter(readReference(language, 'errors.md'), `## ${name}`).map(
    ([code = '', , retryable = '', exit = '']) => ({ code: namesIn(code).join(), retryable, exit }),
  )
}

/** Each class in each language. */
const documentedClasses = references.flatMap((language) =>
  classes.map(([name, codes]) => ({ folder: language.folder, language, name, codes })),
)

test.each(documentedClasses)(
  'errors.md of $folder has every code of $name, and no other',
  ({ language, name, codes }) => {
    const documented = rowsOf(language, name).map(({ code }) => code)
    expect(documented.toSorted()).toEqual(types.literalsOf(codes).toSorted())
  },
)

test.each(documentedClasses)('errors.md of $folder has the fields of $name', ({ language, name }) => {
  const page = readReference(language, 'errors.md')
  const own = types.fieldsOf(name).map((field) => field.name)
  const inherited = ['name', 'stack', 'toJSON']
  const text = page.slice(page.indexOf(`## ${name}\n`)).split('\n| ')[0] ?? ''
  const shared = '`code`, `retryable`, `message`, `cause`'
  const documented = namesIn(
    text.includes(language.besideFields) ? text.replaceAll(/\([^)]*\)/gu, '') : shared,
  )
  expect(documented.toSorted()).toEqual(own.filter((field) => !inherited.includes(field)).toSorted())
})

test.each(references)('an error ends the command line with the exit code that $folder says', (language) => {
  const rows = classes.flatMap(([name]) => rowsOf(language, name))
  expect(rows.length).toBeGreaterThan(40)
  for (const { code, retryable, exit } of rows) {
    // A login turns it into one of two others.
    if (code === 'QBO_AUTHORIZATION_FAILED') continue
    const kinds =
      { [language.yes]: [true], [language.no]: [false], [language.sometimes]: [true, false] }[retryable] ?? []
    const ends = kinds.map((isRetryable) =>
      exitCodeOfError(Object.assign(new Error(code), { code, retryable: isRetryable })),
    )
    expect([code, ends.join(` ${language.or} `)]).toEqual([code, exit])
  }
})

test.each(references)('what $folder says is retryable is what the client says of each fault', (language) => {
  const rows = new Map(rowsOf(language, 'QboError').map((row) => [row.code, row.retryable]))
  const faultCodes = [100, 110, 120, 130, 140, 150, 610, 3001, 3100, 3200, 3201, 3202, 4000, 4001, 4002]
  const answers = [
    ...[...faultCodes, 5020, 5030, 6000, 6002, 6190, 7001, 10000].map((code) =>
      judgeAnswer(400, [`${code}`]),
    ),
    ...[300, 400, 401, 403, 404, 408, 429, 500, 502, 503, 504].map((status) => judgeAnswer(status, [])),
  ]
  for (const answer of answers) {
    if (answer === undefined) throw new Error('A fault was taken for none')
    expect([
      `${answer.code}: ${answer.retryable ? language.yes : language.no}`,
      `${answer.code}: ${language.sometimes}`,
    ]).toContain(`${answer.code}: ${rows.get(answer.code)}`)
  }
})

test.each(references)('exit-codes.md of $folder has every exit code, and their precedence', (language) => {
  const exitPage = readReference(language, 'exit-codes.md')
  const documented = tableAfter(exitPage, language.exitCodes).map(([code, name = '']) => [
    namesIn(name).join(),
    Number(code),
  ])
  expect(Object.fromEntries(documented)).toEqual(exitCodes)
  const stated = /<!-- precedence -->\s+(?<order>[\d >]+)/u.exec(exitPage)?.groups?.['order'] ?? ''
  const order = stated.split('>').map(Number)
  const sorted = order.toSorted((a, b) => (firstExitCode([a, b]) === a ? -1 : 1))
  expect(order).toEqual(sorted)
  expect(order.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 75])
})
