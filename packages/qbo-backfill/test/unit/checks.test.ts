import { describe, expect, test } from 'vitest'
import { deletionsCheck, proofCheck, rejectsCheck, visibleCheck } from '../../src/checks/builtin.js'
import { volumetryCheck } from '../../src/checks/volumetry-check.js'
import type { ProvedEntity } from '../../src/proof/prove.js'
import { rowsCheckFailed } from '../../src/row-checks/check-rows.js'

const allRead = { count: 0, undelivered: 0 }

const proof: ProvedEntity = {
  entity: 'Invoice',
  sets: [],
  expected: 10,
  loaded: 10,
  seen: 10,
  refused: 0,
  refusedIds: [],
  equal: true,
  stable: true,
  proved: true,
  deletions: 'right',
  visible: 'right',
  undated: 0,
  found: undefined,
  rowChecks: [],
}

describe('the proof', () => {
  test('is green where it holds, and says what could not be stored', () => {
    expect(proofCheck('Invoice', proof, allRead)).toMatchObject({
      status: 'green',
      message: 'Invoice: all 10 rows are in the table.',
    })
    const single = { ...proof, expected: 1, loaded: 1, seen: 1 }
    expect(proofCheck('Invoice', single, allRead).message).toBe('Invoice: the one row is in the table.')
    expect(proofCheck('Invoice', { ...proof, loaded: 9, refused: 1 }, allRead)).toMatchObject({
      status: 'yellow',
      message: 'Invoice: 9 of 10 rows are proved to be in the table; 1 was rejected.',
    })
    expect(proofCheck('Invoice', { ...proof, expected: 3, loaded: 1, refused: 2 }, allRead).message).toBe(
      'Invoice: 1 of 3 rows is proved to be in the table; 2 were rejected.',
    )
  })

  test('is red where it does not hold, where the company did not stand still, and where segments failed', () => {
    const failed = { ...proof, loaded: 9, equal: false, proved: false }
    expect(proofCheck('Invoice', failed, allRead)).toMatchObject({
      status: 'red',
      message: expect.stringContaining('the table holds 9'),
    })
    expect(proofCheck('Invoice', { ...failed, stable: false }, allRead)).toMatchObject({
      status: 'red',
      message: expect.stringContaining('kept changing'),
    })
    expect(proofCheck('Invoice', undefined, { count: 2, undelivered: 0 })).toMatchObject({
      status: 'red',
      details: { failedSegments: 2 },
    })
  })
})

test('a proof that fails names rows that are missing, as one looks for them in QuickBooks', () => {
  const missing = [{ id: '15', number: '1007', date: '2024-03-01', name: 'Acme' }, { id: '16' }]
  const found = { expected: new Map(), missing }
  const failed = { ...proof, equal: false, proved: false, found }
  expect(proofCheck('Invoice', failed, allRead).message).toContain(
    'Missing, such as Id 15 (1007, 2024-03-01, Acme); Id 16.',
  )
})

test('segments that a page sink did not take are told from those that could not be read', () => {
  const message = (count: number, undelivered: number): string =>
    proofCheck('Invoice', undefined, { count, undelivered }).message
  expect([message(2, 2), message(3, 1)]).toEqual([
    expect.stringContaining('2 segments could not be delivered to the page sink, so'),
    expect.stringContaining('2 segments could not be read and 1 segment could not be delivered'),
  ])
})

test('what is not known of deletions and hidden rows is said, and what is right is not', () => {
  expect([deletionsCheck('Invoice', proof), visibleCheck('Invoice', proof)]).toEqual([undefined, undefined])
  expect(deletionsCheck('Invoice', { ...proof, deletions: 'unknown' })?.status).toBe('yellow')
  expect(visibleCheck('Invoice', { ...proof, visible: 'unknown' })?.status).toBe('yellow')
  expect(visibleCheck('Invoice', { ...proof, visible: 'wrong' })).toMatchObject({
    status: 'red',
    message: expect.stringContaining('hidden from us'),
  })
  expect(visibleCheck('Invoice', { ...proof, visible: 'unknown', undated: 2 })).toMatchObject({
    status: 'yellow',
    message: expect.stringContaining('2 rows without a time of creation'),
  })
})

test('rows that PostgreSQL cannot look through are red, with its reason', () => {
  expect(rowsCheckFailed('Invoice', new Error('bad date')).message).toContain('bad date')
  expect(rowsCheckFailed('Invoice', 'text')).toMatchObject({ status: 'red', details: { reason: 'text' } })
})

test.each([
  [{ saved: 0, open: 0, acknowledged: 0 }, 'green'],
  [{ saved: 1, open: 0, acknowledged: 0 }, 'yellow'],
  [{ saved: 0, open: 0, acknowledged: 1 }, 'yellow'],
  [{ saved: 1, open: 1, acknowledged: 1 }, 'red'],
] as const)('rejects of %j are %s', (counts, status) => {
  expect(rejectsCheck('Invoice', counts).status).toBe(status)
})

test('a window that no count speaks of is empty', () => {
  const month = (number: number): string => `2024-0${number}-01`
  const windows = [1, 2, 3].map((number) => ({
    start: '',
    end: '',
    firstDate: month(number),
    endDate: month(number + 1),
  }))
  expect(volumetryCheck('Invoice', windows, [20, 21])).toMatchObject({
    status: 'yellow',
    details: { count: 1 },
  })
})
