import { expect, test } from 'vitest'
import { coverageOf, settledOf, vouchingRuns } from '../../src/compare/coverage.js'
import type { StoredRun } from '../../src/ledger/runs.js'

function run(
  runId: string,
  from: string,
  to: string,
  settledBefore: string,
  entities = ['Invoice', 'Customer', 'TaxCode'],
): StoredRun {
  return {
    runId,
    from: `${from}T00:00:00Z`,
    to: `${to}T00:00:00Z`,
    timeZone: 'UTC',
    settledBefore,
    entities,
  } as unknown as StoredRun
}

const year = { from: '2024-01-01T00:00:00Z', to: '2025-01-01T00:00:00Z', timeZone: 'UTC' }
const invoice = { name: 'Invoice', strategy: 'transaction' } as const

test('of runs that overlap the one that was settled last vouches, and what none has read is told', () => {
  const runs = [
    run('old', '2024-01-01', '2024-09-01', '2024-09-01T00:00:00Z'),
    run('new', '2024-03-01', '2024-06-01', '2024-10-01T00:00:00Z'),
    run('other', '2024-01-01', '2025-01-01', '2024-11-01T00:00:00Z', ['Item']),
  ]
  const coverage = coverageOf(invoice, year, runs)
  expect(coverage.covered.map(({ from, to, run: { runId } }) => [from, to, runId])).toEqual([
    ['2024-03-01', '2024-06-01', 'new'],
    ['2024-01-01', '2024-03-01', 'old'],
    ['2024-06-01', '2024-09-01', 'old'],
  ])
  expect(coverage.uncovered).toEqual([{ from: '2024-09-01', to: '2025-01-01' }])
  expect(settledOf(coverage, '2024-02-01', '2024-04-01')).toBe('2024-09-01T00:00:00Z')
  expect(settledOf(coverage, '2024-04-01', '2024-07-01')).toBe('2024-09-01T00:00:00Z')
  expect(settledOf(coverage, '2024-04-01', '2024-05-01')).toBe('2024-10-01T00:00:00Z')
  expect(settledOf(coverage, '2024-10-01', '2024-11-01')).toBe('')
})

test('lists are covered by instants, and what is read whole by any run', () => {
  const runs = [run('one', '2024-01-01', '2024-06-01', '2024-09-01T00:00:00Z')]
  const list = coverageOf({ name: 'Customer', strategy: 'list' }, year, runs)
  expect(list.uncovered).toEqual([{ from: '2024-06-01T00:00:00Z', to: '2025-01-01T00:00:00Z' }])
  expect(coverageOf({ name: 'TaxCode', strategy: 'full' }, year, runs).uncovered).toEqual([])
  expect(coverageOf({ name: 'TaxCode', strategy: 'full' }, year, []).uncovered).toEqual([
    { from: '0000', to: '9999' },
  ])
})

test('a range to the last day that four digits can say is covered, and so are days behind it', () => {
  const range = { from: '2020-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z', timeZone: 'UTC' }
  const whole = { ...run('whole', '2020-01-01', '2021-01-01', '2024-01-01T00:00:00Z'), to: range.to }
  for (const entity of [invoice, { name: 'Customer', strategy: 'list' } as const]) {
    const coverage = coverageOf(entity, range, [whole])
    expect(coverage.uncovered).toEqual([])
    expect(coverage.covered).toHaveLength(1)
    expect(settledOf(coverage)).toBe('2024-01-01T00:00:00Z')
  }
})

test('a run that later ones have read again, one or several together, vouches for nothing any more', () => {
  const runs = [
    run('old', '2024-01-01', '2024-09-01', '2024-09-01T00:00:00Z'),
    run('left', '2024-01-01', '2024-05-01', '2024-10-01T00:00:00Z'),
    run('right', '2024-05-01', '2024-09-01', '2024-10-02T00:00:00Z'),
    run('before', '2023-01-01', '2024-02-01', '2024-01-01T00:00:00Z'),
  ]
  for (const name of ['transaction', 'list'] as const) {
    const vouching = vouchingRuns({ name: 'Invoice', strategy: name }, runs)
    expect(vouching.map(({ runId }) => runId)).toEqual(['right', 'left', 'before'])
  }
  expect(vouchingRuns({ name: 'TaxCode', strategy: 'full' }, runs).map(({ runId }) => runId)).toEqual([
    'right',
  ])
})
