import { expect, test } from 'vitest'
import { volumetryCheck } from '../../src/checks/volumetry-check.js'
import { parseRange } from '../../src/plan/range.js'
import { transactionWindows } from '../../src/plan/window.js'

const windows = transactionWindows(parseRange('2024-01-01', '2024-07-01', 'UTC'), 'day')

/** Thirty a day, none at the weekend. */
function usual(): number[] {
  return windows.map((window) =>
    [0, 6].includes(new Date(`${window.firstDate}T00:00:00Z`).getUTCDay()) ? 0 : 30,
  )
}

test('a company that rests at the weekend does not stand out', () => {
  expect(volumetryCheck('Invoice', windows, usual()).status).toBe('green')
})

test('a working day that is empty stands out', () => {
  const loaded = usual()
  loaded[windows.findIndex((window) => window.firstDate === '2024-03-13')] = 0
  expect(volumetryCheck('Invoice', windows, loaded)).toMatchObject({
    status: 'yellow',
    details: { windows: [{ window: '2024-03-13', rows: 0, usual: 30 }] },
  })
})

test('several days stand out together', () => {
  const loaded = usual()
  for (const day of ['2024-03-13', '2024-05-15'])
    loaded[windows.findIndex((window) => window.firstDate === day)] = 0
  expect(volumetryCheck('Invoice', windows, loaded).message).toContain(
    '2 windows stand out from their neighbours: 2024-03-13 holds 0, usual is 30; 2024-05-15',
  )
})

test('a day with far more than usual stands out, and one with twice as much does not', () => {
  const loaded = usual()
  loaded[windows.findIndex((window) => window.firstDate === '2024-03-13')] = 60
  expect(volumetryCheck('Invoice', windows, loaded).status).toBe('green')
  loaded[windows.findIndex((window) => window.firstDate === '2024-03-13')] = 300
  expect(volumetryCheck('Invoice', windows, loaded).status).toBe('yellow')
})

test('a company with few rows has no volumetry to stand out from', () => {
  expect(
    volumetryCheck(
      'Invoice',
      windows,
      windows.map((_, index) => index % 3),
    ).status,
  ).toBe('green')
})

test('a company that begins or ends in the middle of the range does not stand out', () => {
  const begins = usual().map((rows, index) => (index < 60 ? 0 : rows))
  const ends = usual().map((rows, index) => (index > 60 ? 0 : rows))
  expect([
    volumetryCheck('Invoice', windows, begins).status,
    volumetryCheck('Invoice', windows, ends).status,
  ]).toEqual(['green', 'green'])
})
