import { findEntity, type QboRecord } from 'qbo-client'
import { describe, expect, test } from 'vitest'
import type { WindowSize } from '../../src/plan/civil-date.js'
import { parseRange } from '../../src/plan/range.js'
import { entityRange } from '../../src/plan/entity-range.js'
import { windowsOf } from '../../src/plan/window.js'
import { attributeTo } from '../../src/sync/attribute.js'
import { earliestReach, isInCdcReach, nextSince } from '../../src/plan/cdc-reach.js'
import type { LoadedHistory } from '../../src/sync/sync-plan.js'
import type { StoredRun } from '../../src/ledger/runs.js'

const span = { start: '2024-04-01T00:00:00Z', end: '2024-04-02T00:00:00Z' }

function attribution(name: string, windowSize: WindowSize | undefined, ...ranges: [string, string][]) {
  const entity = findEntity(name)
  if (entity === undefined) throw new Error(name)
  const loaded = ranges.map(([from, to]) => {
    const range = parseRange(from, to, 'UTC')
    const run = { ...range, windowSize, runId: from } as unknown as StoredRun
    return { run, range: entityRange(entity, windowsOf(entity, range, windowSize), range.from) }
  })
  return attributeTo(entity, loaded as unknown as LoadedHistory, span)
}

const dated = (TxnDate: unknown): QboRecord => ({ Id: '1', TxnDate })
const timed = (CreateTime: string | undefined, LastUpdatedTime?: string): QboRecord => ({
  Id: '1',
  MetaData: { CreateTime, LastUpdatedTime },
})

describe('a transaction that changed', () => {
  test('goes to its window of the run that holds it', () => {
    const of = attribution('Invoice', 'month', ['2024-02-01', '2024-03-01'], ['2024-01-01', '2024-02-01'])
    expect(of(dated('2024-01-10'))).toEqual({
      window: { start: '2024-01-01T00:00:00Z', end: '2024-02-01T00:00:00Z' },
    })
  })

  test('behind what is loaded goes to a window of the same size, which begins where the last one ended', () => {
    const of = attribution('Invoice', 'month', ['2024-01-01', '2024-02-10'])
    expect(of(dated('2024-02-15'))).toEqual({
      window: { start: '2024-02-10T00:00:00Z', end: '2024-03-01T00:00:00Z' },
    })
    expect(of(dated('2024-03-15'))).toEqual({
      window: { start: '2024-03-01T00:00:00Z', end: '2024-04-01T00:00:00Z' },
    })
  })

  test.each(['range', undefined] as const)('goes to its day where windows were of the size %s', (size) => {
    const of = attribution('Invoice', size, ['2024-01-01', '2024-02-01'])
    expect(of(dated('2024-02-15'))).toEqual({
      window: { start: '2024-02-15T00:00:00Z', end: '2024-02-16T00:00:00Z' },
    })
  })

  test('before what is loaded only updates a row that is there; without a date it is kept', () => {
    const of = attribution('Invoice', 'day', ['2024-02-01', '2024-03-01'], ['2024-01-01', '2024-01-05'])
    expect(of(dated('2023-12-31'))).toMatchObject({
      onlyIfStored: true,
      window: { start: '2023-12-31T00:00:00Z' },
    })
    expect(of(dated(undefined))).toEqual({ window: null })
    expect(of(dated('2024-13-40'))).toEqual({ window: null })
  })

  test('before what is loaded is told from what lies between, in whatever order the runs were settled', () => {
    const of = attribution('Invoice', 'day', ['2024-01-01', '2024-01-05'], ['2024-02-01', '2024-03-01'])
    expect(of(dated('2024-01-10'))).toEqual({
      window: { start: '2024-01-10T00:00:00Z', end: '2024-01-11T00:00:00Z' },
    })
    expect(of(dated('2023-12-31'))).toMatchObject({ onlyIfStored: true })
  })

  test('has a window of the calendar where the run had none', () => {
    const run = {
      ...parseRange('2024-01-01', '2024-02-01', 'UTC'),
      windowSize: 'day',
    } as unknown as StoredRun
    const invoice = findEntity('Invoice')
    if (invoice === undefined) throw new Error('Invoice')
    const history: LoadedHistory = [{ run, range: entityRange(invoice, [], run.from) }]
    expect(attributeTo(invoice, history, span)(dated('2024-01-10'))).toMatchObject({
      window: { start: '2024-01-10T00:00:00Z' },
    })
  })
})

describe('a list record that changed', () => {
  test('goes to what the sync asks for, where the run had one window', () => {
    const of = attribution('Customer', undefined, ['2024-01-01', '2024-02-01'])
    expect(of(timed('2024-03-15T00:00:00Z'))).toEqual({ window: span })
    expect(of(timed('2024-01-15T00:00:00Z'))).toMatchObject({ window: { start: '2024-01-01T00:00:00Z' } })
  })

  test('goes to the unit of its creation, or of its update if it was created before all that is loaded', () => {
    const of = attribution('Customer', 'month', ['2024-02-01', '2024-03-01'], ['2024-01-01', '2024-02-01'])
    const march = { window: { start: '2024-03-01T00:00:00Z', end: '2024-04-01T00:00:00Z' } }
    expect(of(timed('2024-03-15T00:00:00Z', '2024-05-15T00:00:00Z'))).toEqual(march)
    expect(of(timed('2020-01-01T00:00:00Z', '2024-03-15T00:00:00Z'))).toEqual(march)
    expect(of(timed(undefined))).toEqual({ window: span })
    expect(of({ Id: '1' })).toEqual({ window: span })
    const oldestFirst = attribution(
      'Customer',
      'month',
      ['2024-01-01', '2024-02-01'],
      ['2024-02-01', '2024-03-01'],
    )
    expect(oldestFirst(timed('2020-01-01T00:00:00Z', '2024-03-15T00:00:00Z'))).toEqual(march)
  })
})

test('CDC reaches back 29 days, and the next sync overlaps with this one without going back', () => {
  const now = Date.parse('2024-03-30T00:00:00Z')
  expect([isInCdcReach('2024-03-01T00:00:00Z', now), isInCdcReach('2024-02-29T23:59:59Z', now)]).toEqual([
    true,
    false,
  ])
  expect(earliestReach(now)).toBe('2024-03-01T00:00:00Z')
  expect(nextSince('2024-03-01T00:00:00Z', '2024-03-02T00:00:00Z')).toBe('2024-03-01T23:55:00Z')
  expect(nextSince('2024-03-01T00:00:00Z', '2024-03-01T00:01:00Z')).toBe('2024-03-01T00:00:00Z')
})
