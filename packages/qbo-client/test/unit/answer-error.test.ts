import { describe, expect, test } from 'vitest'
import { readAnswer } from '../../src/http/answer-error.js'
import { answerText } from '../../src/http/answer-text.js'
import type { HttpAnswer } from '../../src/http/transport.js'
import { givePage } from '../../src/query/give-page.js'
import { leanText } from '../../src/answer/lean-text.js'

function answer(status: number, text: string, headers: Record<string, string> = {}): HttpAnswer {
  return { status, headers: new Headers(headers), text: answerText(Buffer.from(text)), durationMs: 1 }
}

function failure(given: HttpAnswer, secrets: readonly string[] = []) {
  const read = readAnswer(given, 'GET /query', secrets)
  if ('parsed' in read) throw new Error('It was taken for an answer.')
  return read.failure
}

describe('an answer that is none', () => {
  test('names every fault it holds, by code and text', () => {
    const { error } = failure(
      answer(
        400,
        '{"Fault":{"Error":[{"code":"4000","Message":"Error parsing query","Detail":"near OR"},{"code":"4001"}]}}',
      ),
    )
    expect(error.message).toContain('code 4000 (Error parsing query: near OR); code 4001.')
  })

  test('names a fault without a code', () => {
    expect(failure(answer(400, '{"Fault":{"Error":[{"Message":"odd"}]}}')).error.message).toContain(
      'a fault (odd)',
    )
  })

  test.each([
    [502, '<html>Bad gateway</html>', 'an HTML page of 24 characters'],
    [502, '<?xml version="1.0"?><a/>', 'an XML body of 25 characters'],
    [500, '', 'an empty body'],
    [500, '{"half', 'a body cut off or not JSON of 6 characters'],
    [500, '{}', 'a JSON body of 2 characters'],
    [200, '', 'an empty body instead of JSON'],
  ])('with HTTP %i and %j is described without being quoted', (status, text, words) => {
    expect(failure(answer(status, text)).error.message).toContain(words)
  })

  test('carries the id that Intuit gave it, and none where it gave none', () => {
    expect(failure(answer(500, '', { intuit_tid: '1-abc' })).error.intuitTid).toBe('1-abc')
    expect(failure(answer(500, '', { intuit_tid: '' })).error.intuitTid).toBeUndefined()
    expect(failure(answer(500, '')).error.intuitTid).toBeUndefined()
  })

  test('says how often its kind may be tried again, where that is not the usual', () => {
    expect(failure(answer(400, '{"Fault":{"Error":[{"code":"4002"}]}}')).retryLimit).toBe(1)
    expect(failure(answer(500, '')).retryLimit).toBeUndefined()
  })
})

describe('Retry-After', () => {
  const wait = (value: string) => failure(answer(429, '', { 'retry-after': value })).error.retryAfterMs

  test('is read as seconds', () => {
    expect([wait('30'), wait('0.5'), wait(' 2 ')]).toEqual([30_000, 500, 2000])
  })

  test('is read as a date, and one that is past means now', () => {
    expect(wait(new Date(Date.now() + 60_000).toUTCString())).toBeGreaterThan(50_000)
    expect(wait('Wed, 21 Oct 2015 07:28:00 GMT')).toBe(0)
  })

  test('that says nothing readable is none', () => {
    expect([wait('soon'), wait('')]).toEqual([undefined, undefined])
  })
})

describe('an answer is kept as bytes', () => {
  const record = { Id: '1', Note: 'Año 2024 – 😀 "\\"', Rest: 'ñ' }
  const whole = JSON.stringify({ QueryResponse: { Invoice: [record] } })

  test('and what is parsed of it keeps every character', () => {
    const fields = [Buffer.from('Id'), Buffer.from('Note')]
    const read = readAnswer(answer(200, whole), 'GET /query', [], (bytes) => leanText(bytes, fields))
    const { Rest: _, ...kept } = record
    expect(read).toEqual({ parsed: { body: { QueryResponse: { Invoice: [kept] } } } })
  })

  test('which are its text, without a byte order mark', () => {
    const text = answerText(Buffer.from(`\ufeff${whole}`))
    expect(text.toString()).toBe(whole)
    expect(text.bytes.toString()).toBe(whole)
  })

  test('and a page that is spread and extended on its way is decoded once, when its reader asks for text', () => {
    const { bytes } = answerText(Buffer.from(whole))
    let decoded = 0
    const text = { bytes, toString: () => `${(decoded += 1)} ${whole}` }
    const answered = { text, records: [], request: '', durationMs: 0, recordsPath: [] }
    const page = givePage({ ...answered, pageSize: 1 })
    expect([page.bytes, page.pageSize, decoded]).toEqual([bytes, 1, 0])
    expect({ ...page }).toMatchObject({ text: `1 ${whole}`, bytes, pageSize: 1 })
  })
})
