import { expect, test } from 'vitest'
import {
  exitCodeOfError,
  exitCodes,
  firstExitCode,
} from '../../packages/qbo-backfill/src/cli/output/exit-code.js'
import { judgeAnswer } from '../../packages/qbo-client/src/http/fault.ts'
import { exportedTypes } from './exported-types.ts'
import { namesIn, readPage, tableAfter } from './page.ts'

const page = readPage('docs/reference/errors.md')
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

function rowsOf(name: string): readonly ErrorRow[] {
  return tableAfter(page, `## ${name}`).map(([code = '', , retryable = '', exit = '']) => ({
    code: namesIn(code).join(),
    retryable,
    exit,
  }))
}

test.each(classes)('docs/reference/errors.md has every code of %s, and no other', (name, codes) => {
  const documented = rowsOf(name).map(({ code }) => code)
  expect(documented.toSorted()).toEqual(types.literalsOf(codes).toSorted())
})

test.each(classes)('docs/reference/errors.md has the fields of %s', (name) => {
  const own = types.fieldsOf(name).map((field) => field.name)
  const inherited = ['name', 'stack', 'toJSON']
  const text = page.slice(page.indexOf(`## ${name}\n`)).split('\n| ')[0] ?? ''
  const shared = 'Fields beside `code`, `retryable`, `message`, `cause`'
  const documented = namesIn(text.includes('Fields') ? text.replaceAll(/\([^)]*\)/gu, '') : shared)
  expect(documented.toSorted()).toEqual(own.filter((field) => !inherited.includes(field)).toSorted())
})

test('an error ends the command line with the exit code that is documented', () => {
  for (const { code, retryable, exit } of classes.flatMap(([name]) => rowsOf(name))) {
    // A login turns it into one of two others.
    if (code === 'QBO_AUTHORIZATION_FAILED') continue
    const kinds = { yes: [true], no: [false], sometimes: [true, false] }[retryable] ?? []
    const ends = kinds.map((isRetryable) =>
      exitCodeOfError(Object.assign(new Error(code), { code, retryable: isRetryable })),
    )
    expect([code, ends.join(' or ')]).toEqual([code, exit])
  }
})

test('what is documented as retryable is what the client says of each fault', () => {
  const rows = new Map(rowsOf('QboError').map((row) => [row.code, row.retryable]))
  const faultCodes = [100, 110, 120, 130, 140, 150, 610, 3001, 3100, 3200, 3201, 3202, 4000, 4001, 4002]
  const answers = [
    ...[...faultCodes, 5020, 5030, 6000, 6002, 6190, 7001, 10000].map((code) =>
      judgeAnswer(400, [`${code}`]),
    ),
    ...[300, 400, 401, 403, 404, 408, 429, 500, 502, 503, 504].map((status) => judgeAnswer(status, [])),
  ]
  for (const answer of answers) {
    if (answer === undefined) throw new Error('A fault was taken for none')
    expect([`${answer.code}: ${answer.retryable ? 'yes' : 'no'}`, `${answer.code}: sometimes`]).toContain(
      `${answer.code}: ${rows.get(answer.code)}`,
    )
  }
})

const exitPage = readPage('docs/reference/exit-codes.md')

test('docs/reference/exit-codes.md has every exit code, and their precedence', () => {
  const documented = tableAfter(exitPage, '# Exit codes').map(([code, name = '']) => [
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
