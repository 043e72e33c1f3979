import { describe, expect, test } from 'vitest'
import { SinkError, isSinkError, toSinkError } from '../../src/sink-error.js'

function withCode(code: unknown, message = 'words'): Error {
  return Object.assign(new Error(message), { code })
}

describe('what the driver throws', () => {
  test.each<[string, unknown, string, boolean]>([
    ['a missing table', withCode('42P01'), 'SINK_NOT_MIGRATED', false],
    ['a missing schema', withCode('3F000'), 'SINK_NOT_MIGRATED', false],
    ['a right that is missing', withCode('42501'), 'SINK_FORBIDDEN', false],
    ['a deadlock', withCode('40P01'), 'SINK_DATABASE', true],
    ['a server that shuts down', withCode('57P01'), 'SINK_DATABASE', true],
    ['a lock that is not free', withCode('55P03'), 'SINK_DATABASE', true],
    ['a syntax error', withCode('42601'), 'SINK_DATABASE', false],
    ['a connection that was reset', withCode('ECONNRESET'), 'SINK_DATABASE', true],
    ['a connection that postgres.js lost', withCode('CONNECTION_CLOSED'), 'SINK_DATABASE', true],
    ['a connection that it did not get', withCode('CONNECT_TIMEOUT'), 'SINK_DATABASE', true],
    ['a code of somebody else', withCode('EACCES'), 'SINK_DATABASE', false],
    ['a socket that closed', new Error('Connection terminated unexpectedly'), 'SINK_DATABASE', true],
    [
      'a client that is done for',
      new Error('Client has encountered a connection error and is not queryable'),
      'SINK_DATABASE',
      true,
    ],
    ['an error of any kind', new Error('words'), 'SINK_DATABASE', false],
    ['a code that is no text', withCode(7), 'SINK_DATABASE', false],
    ['a text', 'words', 'SINK_DATABASE', false],
    ['nothing', null, 'SINK_DATABASE', false],
    ['an object', {}, 'SINK_DATABASE', false],
  ])('%s becomes a SinkError', (_name, thrown, code, retryable) => {
    const error = toSinkError(thrown, 'write')
    expect(error).toMatchObject({ code, retryable, cause: thrown })
    expect(error.message).toMatch(/^Could not write: /)
  })

  test('keeps its SQLSTATE', () => {
    expect(toSinkError(withCode('40001'), 'write').sqlState).toBe('40001')
    expect(toSinkError(withCode('ECONNRESET'), 'write').sqlState).toBeUndefined()
  })

  test('passes as it is when it is one already', () => {
    const error = new SinkError('SINK_INVALID_PAGE', 'words')
    expect(toSinkError(error, 'write')).toBe(error)
    expect([error.retryable, error.cause]).toEqual([false, undefined])
  })
})

test('a SinkError is known across copies of the package, and nothing else is one', () => {
  const brand = Symbol.for('qbo-raw-sink.error')
  expect([new SinkError('SINK_DATABASE', 'x'), { [brand]: true }].map(isSinkError)).toEqual([true, true])
  expect([new Error('x'), null, 'text'].map(isSinkError)).toEqual([false, false, false])
})

test('an error in a log says all that it knows, and nothing of its cause', () => {
  const cause = new Error('of the driver')
  const issues = [{ path: 'schema', message: 'is empty' }]
  const error = new SinkError('SINK_INVALID_OPTIONS', 'words', { cause, issues })
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    message: 'words',
    name: 'SinkError',
    code: 'SINK_INVALID_OPTIONS',
    retryable: false,
    issues,
  })
})
