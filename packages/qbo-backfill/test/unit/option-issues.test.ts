import fc from 'fast-check'
import { Kysely } from 'kysely'
import { expect, test } from 'vitest'
import { BackfillError, entityNames, isBackfillError, pgliteDialect, postgresStore } from '../../src/index.js'
import { resolveOptions } from '../../src/options.js'

const source = { scan: () => undefined }
/** Never asked: options are looked at before anything else happens. */
const db = new Kysely<unknown>({
  dialect: pgliteDialect({ query: () => Promise.reject(new Error('asked')), close: async () => undefined }),
})
const good = {
  source,
  store: postgresStore({ db }),
  entities: ['invoices'],
  from: '2024-01-01',
  to: '2025-01-01',
}

function refusal(options: object): BackfillError {
  try {
    resolveOptions({ ...good, ...options } as never)
  } catch (error) {
    if (isBackfillError(error)) return error
    throw error
  }
  throw new Error('It was accepted.')
}

test('what is wrong with options is named by its path, all of it at once, with what was probably meant', () => {
  const error = refusal({ entities: ['invoices', 'custmers', 'Nothing'], maxApiCals: 5, concurrency: 11 })
  expect(error.code).toBe('BACKFILL_INVALID_OPTIONS')
  expect(error.issues?.map(({ path }) => path)).toEqual([
    'entities[1]',
    'entities[2]',
    'concurrency',
    'maxApiCals',
  ])
  expect(error.message).toContain('entities[1]: Unknown entity: custmers; did you mean customers?')
  expect(error.message).toContain(
    'entities[2]: Unknown entity: Nothing, which is none of all, transactions, lists, ',
  )
  expect(error.message).toContain('maxApiCals: is not an option of the backfill; did you mean maxApiCalls?')
})

test.each([
  ['from', { from: undefined }],
  ['to', { to: '2024-01-01T00:00:00' }],
  ['to', { to: '2023-01-01' }],
  ['timeZone', { timeZone: 'Mars' }],
  ['from', { fecha_inicio: '2024-01-01' }],
  ['window', { to: '9990-01-01' }],
  ['source', { source: {} }],
  ['store', { store: {} }],
  ['checks[0]', { checks: [{ name: '', check: () => undefined }] }],
])('a fault of the range, the source or a check has the path %s', (path, options) => {
  expect(refusal(options).issues?.map((issue) => issue.path)).toEqual([path])
})

test('a range is told all that is wrong with it, in both languages', () => {
  const { message, spanish, issues } = refusal({ from: 'x', to: '2024-02-30', timeZone: 'Mars/One' })
  expect(issues?.map(({ path }) => path)).toEqual(['timeZone', 'from', 'to'])
  expect(message).toBe(
    'Unknown time zone "Mars/One". Use an IANA name such as America/Guayaquil or UTC. ' +
      'from (fecha_inicio) "x" is not a date or time. Write 2024-01-31 or 2024-01-31T00:00:00Z. ' +
      'to (fecha_fin) "2024-02-30" is a date that does not exist.',
  )
  expect(spanish).toBe(
    'No se conoce la zona horaria "Mars/One". Use un nombre IANA, como America/Guayaquil o UTC. ' +
      'fecha_inicio (from) "x" no es una fecha ni una hora. Escriba 2024-01-31 o 2024-01-31T00:00:00Z. ' +
      'fecha_fin (to) "2024-02-30" es una fecha que no existe.',
  )
})

/** What can be wrong at once, by the path of it. */
const faults = {
  from: { from: 'yesterday' },
  to: { to: '2025-01-01T00:00:00' },
  timeZone: { timeZone: 'Mars/One' },
  window: { window: 'fortnight' },
  'entities[0]': { entities: ['invoces'] },
  concurrency: { concurrency: 99 },
  source: { source: {} },
  forom: { forom: '2024-01-01' },
}

test('whatever is wrong together is named together, and nothing else', () => {
  fc.assert(
    fc.property(fc.subarray(Object.keys(faults) as (keyof typeof faults)[], { minLength: 1 }), (wrong) => {
      const { issues = [], message } = refusal(Object.assign({}, ...wrong.map((path) => faults[path])))
      expect(issues.map(({ path }) => path).toSorted()).toEqual(wrong.toSorted())
      for (const issue of issues) expect(message).toContain(issue.message)
    }),
  )
})

test('an end that means no end is named beside what a schema sees', () => {
  const { issues = [], message } = refusal({ to: '9990-01-01', concurrency: 99 })
  expect(issues.map(({ path }) => path)).toEqual(['concurrency', 'window'])
  expect(message).toMatch(
    /^The options of the backfill are wrong: concurrency: .*\. The range is too long: /u,
  )
})

test('an error that is written as JSON says all that it knows', () => {
  const error = refusal({ concurrency: 0 })
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: 'BackfillError',
    code: 'BACKFILL_INVALID_OPTIONS',
    message: error.message,
    retryable: false,
    issues: error.issues,
  })
  expect(new BackfillError('BACKFILL_LOCKED', 'taken', { retryable: true }).toJSON()).toEqual({
    name: 'BackfillError',
    code: 'BACKFILL_LOCKED',
    message: 'taken',
    retryable: true,
  })
})

test('words in any spelling become names, each once; a word that means none is refused with its place', () => {
  expect(entityNames([' INVOICE', 'sales receipts', 'invoices', ''])).toEqual(['Invoice', 'SalesReceipt'])
  expect(entityNames(['Transactions'])).toContain('TaxPayment')
  expect(() => entityNames(['items', 'invoces'])).toThrow(
    /^Unknown entity: invoces; did you mean invoices\?$/u,
  )
  expect(() => entityNames([' '])).toThrow(/No entity is named/u)
})
