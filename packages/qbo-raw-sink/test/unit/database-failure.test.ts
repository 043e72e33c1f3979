import { expect, test } from 'vitest'
import { databaseFailure } from '../../src/index.js'

const passing =
  '08006 40001 40P01 53200 53300 55P03 57P01 57P02 57P03 ECONNREFUSED ECONNRESET EPIPE ETIMEDOUT EHOSTUNREACH ENETUNREACH EAI_AGAIN'

test.each(passing.split(' '))('%s passes by waiting', (code) => {
  expect(databaseFailure(Object.assign(new Error('words'), { code }))).toBe('passing')
})

test.each(['28000', '28P01', '3D000', '3F000', '42501', '42P01', '25006', '57P04'])(
  '%s passes only when somebody changes something',
  (code) => {
    expect(databaseFailure(Object.assign(new Error('words'), { code }))).toBe('setup')
  },
)

test.each([
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout exceeded when trying to connect',
])('a connection that broke is known by the driver’s exact words: %s', (message) => {
  expect(databaseFailure(new Error(message))).toBe('passing')
})

test('a database that takes no logins for a while passes by waiting; what else is not ready yet need not', () => {
  const refused = { code: '55000', message: 'words' }
  expect(databaseFailure({ ...refused, routine: 'CheckMyDatabase' })).toBe('passing')
  expect(databaseFailure({ ...refused, routine: 'nextval_internal' })).toBe('unknown')
})

test('a socket that is not there may come; a file that is not there is something else', () => {
  const missing = { code: 'ENOENT', message: 'words' }
  expect(databaseFailure({ ...missing, syscall: 'connect' })).toBe('passing')
  expect(databaseFailure({ ...missing, syscall: 'open' })).toBe('unknown')
})

test.each([
  ['a syntax error', { code: '42601' }],
  ['a code that only begins like one', { code: '08006 and more' }],
  ['a code of the system', { code: 'EACCES' }],
  ['a name that does not exist', { code: 'ENOTFOUND' }],
  ['a code that is no text', { code: 7 }],
  ['other words', new Error('words')],
  ['a text', 'words'],
  ['nothing', undefined],
])('of %s nobody knows', (_name, error) => {
  expect(databaseFailure(error)).toBe('unknown')
})
