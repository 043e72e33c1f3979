import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blot } from '../../src/http/blot.js'

test('secrets are blotted out of what a server quotes, and words too short to be one are left', () => {
  expect(blot('Bearer abcdefghij and RT1-secret and abc', ['RT1-secret', 'abc'])).toBe(
    '[secret] and [secret] and abc',
  )
})

test('a text without a secret stays as it is, escapes and all', () => {
  const text = '100 % \\u00e9 &amp; %41 "Año 😀" \\n QWJj &#99999999; &#x110000; %zz'
  expect(blot(text, ['another-secret'])).toBe(text)
  expect(blot(text, [])).toBe(text)
})

test('two secrets that overlap leave nothing of either', () => {
  expect(blot('x abcdefgh y', ['abcdef', 'defgh'])).toBe('x [secret] y')
})

const id = fc.string({ minLength: 1, maxLength: 40 })
const secret = fc
  .oneof(
    fc.stringMatching(/^[\w.~+/=-]{4,60}$/),
    fc.string({
      minLength: 4,
      maxLength: 40,
      unit: fc.constantFrom('"', '\\', '/', '%', '&', '+', 'é', '😀', 'a', '<'),
    }),
    fc.string({ minLength: 4, maxLength: 40, unit: 'grapheme' }),
  )
  // The words of the texts around it are not secrets.
  .filter((text) => !'[secret] quoted here'.includes(text))

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const base64url = (text: string): string => Buffer.from(text).toString('base64url')
const percent = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
const unicode = (text: string): string =>
  Array.from(
    { length: text.length },
    (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('')
const html = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('/', '&#47;')
    .replaceAll('+', '&#x2B;')
const json = (text: string): string => JSON.stringify(text).slice(1, -1)
const phpJson = (text: string): string => json(text).replaceAll('/', '\\/')

const spellings: Record<string, (text: string) => string> = {
  'as it is': (text) => text,
  'percent-encoded': encodeURIComponent,
  'percent-encoded throughout, in small letters': percent,
  'as in a form': (text) => new URLSearchParams({ '': text }).toString().slice(1),
  'as in JSON': json,
  'as in JSON, with slashes escaped': phpJson,
  'as in JSON, by numbers': unicode,
  'as in HTML': html,
  'as in JSON within JSON': (text) => json(json(text)),
  'percent-encoded in HTML': (text) => html(encodeURIComponent(text)),
}

describe('of a secret nothing is left in a text that quotes it', () => {
  test.each(Object.entries(spellings))('%s', (_name, spell) => {
    fc.assert(
      fc.property(secret, fc.boolean(), (value, isGlued) => {
        const space = isGlued ? ':' : ' '
        expect(blot(`quoted${space}${spell(value)}${space}here`, [value])).toBe(
          `quoted${space}[secret]${space}here`,
        )
      }),
      { numRuns: 300 },
    )
  })

  const encodings: Record<string, (text: string) => string> = {
    base64,
    base64url,
    'base64 in JSON with slashes escaped': (text) => phpJson(base64(text)),
    'base64 percent-encoded': (text) => encodeURIComponent(base64(text)),
  }
  const headers: Record<string, (id: string, value: string) => string> = {
    alone: (_id, value) => value,
    'behind the client id': (name, value) => `${name}:${value}`,
    'behind the client id, as RFC 6749 has it': (name, value) =>
      `${encodeURIComponent(name)}:${encodeURIComponent(value)}`,
    'in the midst of JSON': (name, value) => JSON.stringify({ id: name, secret: value, more: 1 }),
  }
  const cases = Object.entries(encodings).flatMap(([encoding, encode]) =>
    Object.entries(headers).map(([place, wrap]) => [encoding, place, encode, wrap] as const),
  )
  test.each(cases)('in %s, %s', (_encoding, _place, encode, wrap) => {
    fc.assert(
      fc.property(id, secret, (name, value) => {
        const word = encode(wrap(name, value))
        for (const text of [`quoted ${word} here`, `{"header":"${word}"}`]) {
          const clean = blot(text, [value])
          expect(clean).toContain('[secret]')
          expect(clean).toBe(text.replace(word, '[secret]'))
        }
      }),
      { numRuns: 200 },
    )
  })
})
