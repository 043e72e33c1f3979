import { describe, expect, test } from 'vitest'
import { proofCheck, rejectsCheck } from '../../src/checks/builtin.js'
import { worst } from '../../src/checks/check.js'
import { volumetryCheck } from '../../src/checks/volumetry-check.js'
import type { ProvedEntity } from '../../src/proof/prove.js'

const proof: ProvedEntity = {
  entity: 'Invoice',
  sets: [],
  expected: 10,
  loaded: 10,
  seen: 10,
  rejected: 0,
  equal: true,
  stable: true,
  proved: true,
  rowChecks: [],
}

describe('the proof', () => {
  test('is green where it holds, and says what could not be stored', () => {
    expect(proofCheck('Invoice', proof, 0)).toMatchObject({
      status: 'green',
      message: 'Invoice: all 10 rows are in the table.',
    })
    expect(proofCheck('Invoice', { ...proof, loaded: 9, rejected: 1 }, 0).message).toContain(
      'but for 1 that could not be stored',
    )
  })

  test('is red where it does not hold, where the company did not stand still, and where segments failed', () => {
    const failed = { ...proof, loaded: 9, proved: false }
    expect(proofCheck('Invoice', failed, 0)).toMatchObject({
      status: 'red',
      message: expect.stringContaining('the table holds 9'),
    })
    expect(proofCheck('Invoice', { ...failed, stable: false }, 0)).toMatchObject({
      status: 'red',
      message: expect.stringContaining('kept changing'),
    })
    expect(proofCheck('Invoice', undefined, 2)).toMatchObject({
      status: 'red',
      details: { failedSegments: 2 },
    })
  })
})

test.each([
  [{ saved: 0, open: 0, acknowledged: 0 }, 'green'],
  [{ saved: 1, open: 0, acknowledged: 0 }, 'yellow'],
  [{ saved: 0, open: 0, acknowledged: 1 }, 'yellow'],
  [{ saved: 1, open: 1, acknowledged: 1 }, 'red'],
] as const)('rejects of %j are %s', (counts, status) => {
  expect(rejectsCheck('Invoice', counts).status).toBe(status)
})

test('a report is as its worst check', () => {
  expect([worst([]), worst(['green', 'yellow']), worst(['red', 'green', 'yellow'])]).toEqual([
    'green',
    'yellow',
    'red',
  ])
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
