import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { search } from 'testkit/depth'
import { expect, test } from 'vitest'
import { readConfigFile } from '../../src/cli/input/config-file.js'

const path = join(mkdtempSync(join(tmpdir(), 'qbo-config-')), 'config.json')

function read(text: string): Readonly<Record<string, unknown>> {
  writeFileSync(path, text)
  return readConfigFile(path)
}

function refusalOf(text: string): string {
  try {
    read(text)
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

const secret = 'kQz9-secret-word'
const json = fc.oneof(
  fc.json(),
  fc.json().map((value) => `{ "a": ${value}, "b": [${value}] }`),
  fc.json().map((value) => `{\r\n\t"${secret}": "${secret}",\n"b": ${value}}`),
)

/** A valid text with a piece taken out, put in or doubled. */
const damaged = fc
  .tuple(
    json,
    fc.nat(),
    fc.nat({ max: 3 }),
    fc.constantFrom('', ',', ':', '"', '}', ']', '{', '[', 'x', '\\', '1', '\n', ' '),
  )
  .map(([text, where, cut, piece]) => {
    const at = where % (text.length + 1)
    return text.slice(0, at) + piece + text.slice(at + cut)
  })

/** What JSON.parse makes of it, numbers as they are written. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** What is read, as text; or why it is refused, without the place. */
function outcomeOf(text: string): string {
  const refusal = refusalOf(text)
  return refusal === '' ? JSON.stringify(read(text)) : refusal.replace(/^.*line \d+, column \d+: /u, '')
}

const noJson = ['this is not JSON.', 'the JSON ends too early.']
const rounded = 'this number would not be read as it is written. Write it in quotes.'

test('a text is JSON exactly where JSON.parse says so, and its refusal quotes nothing of it', () => {
  fc.assert(
    fc.property(fc.oneof(json, damaged, fc.string()), (text) => {
      expect(refusalOf(text)).not.toMatch(/kQz9|secret/u)
      const outcome = outcomeOf(text)
      const value = parsed(text)
      const isOther = outcome === rounded || outcome.endsWith('must hold a JSON object.')
      const expected = value === undefined ? noJson : [JSON.stringify(value)]
      expect(isOther || expected.includes(outcome), outcome).toBe(true)
    }),
    search({ quick: 400, deep: 5_000 }),
  )
})

test('every number is read as it is written, or refused', () => {
  const number = fc.oneof(
    fc.bigInt().map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.constantFrom('9130350000000001', '9007199254740993', '1e400', '1.0', '-0', '0.1', '12'),
  )
  fc.assert(
    fc.property(number, (text) => {
      expect([`{"a":${text}}`, rounded]).toContain(outcomeOf(`{"a":${text}}`))
    }),
  )
})

test('the place that is named is where the mistake is', () => {
  expect(refusalOf(`{\n  "QBO_CLIENT_SECRET": ${secret}\n}`)).toContain(
    'line 2, column 24: this is not JSON.',
  )
  expect(refusalOf('{"a": 1 "b": 2}')).toContain('line 1, column 9: this is not JSON.')
  expect(refusalOf('{"a": 1,')).toContain('line 1, column 9: the JSON ends too early.')
  expect(refusalOf('{"QBO_REALM_ID": 9130350000000001}')).toContain('line 1, column 18: this number')
  expect(refusalOf('[]')).toMatch(/must hold a JSON object/u)
})

test('a byte order mark is passed over, and a file that is not there is said not to be', () => {
  expect(read('\uFEFF{"from":"2024-01-01"}')).toEqual({ from: '2024-01-01' })
  expect(() => readConfigFile(join(path, 'nowhere'))).toThrow(/cannot be read: ENOTDIR/u)
})
