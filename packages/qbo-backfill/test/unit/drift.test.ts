import { describe, expect, test } from 'vitest'
import { parseRange } from '../../src/plan/range.js'
import { transactionWindows } from '../../src/plan/window.js'
import type { EntityChanges } from '../../src/proof/read-changes.js'
import type { StoredVersion } from '../../src/store/verification-store.js'
import { datedRow, isNewer, remember, type ChangedRecord } from '../../src/verify/changed-record.js'
import { sumDifferences } from '../../src/verify/differences.js'
import { driftOf, type DriftScope } from '../../src/verify/drift.js'
import { verdictOf, type EntityEvidence } from '../../src/verify/verdict.js'

const early = '2024-02-01T00:00:00Z'
const settled = '2024-03-01T00:00:00Z'
const late = '2024-03-02T00:00:00Z'

function changed(id: string, more: Partial<ChangedRecord> = {}): ChangedRecord {
  return {
    id,
    deleted: false,
    syncToken: '1',
    lastUpdatedTime: late,
    dated: { Id: id, TxnDate: '2024-01-01' },
    ...more,
  }
}

function stored(id: string, more: Partial<StoredVersion> = {}): StoredVersion {
  return {
    id,
    live: true,
    createTime: early,
    lastUpdatedTime: early,
    syncToken: '0',
    txnDate: '2024-01-01',
    ...more,
  }
}

const outside = { Id: '1', TxnDate: '1999-01-01' }
const scope: DriftScope = {
  windowOf: (record) => (record['TxnDate'] === '2024-01-01' ? 0 : -1),
  settledBefore: () => settled,
}

describe('a record that changed at QuickBooks', () => {
  test.each<[string, ChangedRecord, StoredVersion | undefined, string | undefined]>([
    ['and has no row has appeared', changed('1'), undefined, 'appeared'],
    [
      'before its run was settled, and has no row, is missing',
      changed('1', { lastUpdatedTime: early }),
      undefined,
      'missing',
    ],
    ['and has a dead row has appeared', changed('1'), stored('1', { live: false }), 'appeared'],
    ["outside the range, without a row, is nobody's", changed('1', { dated: outside }), undefined, undefined],
    ['is newer than its row', changed('1'), stored('1'), 'changed'],
    ['is as its row is', changed('1', { lastUpdatedTime: early, syncToken: '0' }), stored('1'), undefined],
    ['left the range', changed('1', { dated: outside }), stored('1'), 'left'],
    [
      'was never in the range',
      changed('1', { dated: outside }),
      stored('1', { txnDate: '1999-01-01' }),
      undefined,
    ],
    ['was deleted', changed('1', { deleted: true }), stored('1'), 'left'],
    [
      'was deleted outside the range',
      changed('1', { deleted: true }),
      stored('1', { txnDate: undefined }),
      undefined,
    ],
    ['was deleted, and was not stored', changed('1', { deleted: true }), undefined, undefined],
  ])('%s', (_name, record, row, kind) => {
    const rows = new Map(row === undefined ? [] : [[row.id, row]])
    expect(driftOf([record], rows, scope).map((drift) => drift.kind)).toEqual(
      kind === undefined ? [] : [kind],
    )
  })

  test('is newer by its time, then by its token as a number', () => {
    const row = stored('1', { lastUpdatedTime: late, syncToken: '9' })
    expect(isNewer(changed('1', { syncToken: '10' }), row)).toBe(true)
    expect(isNewer(changed('1', { syncToken: undefined }), row)).toBe(false)
    expect(isNewer(changed('1', { syncToken: '0' }), { ...row, syncToken: undefined })).toBe(true)
    expect(isNewer(changed('1', { lastUpdatedTime: undefined }), row)).toBe(false)
    expect(isNewer(changed('1'), { ...row, lastUpdatedTime: undefined })).toBe(true)
  })

  test('is remembered by its Id, once, as the last answer shows it', () => {
    const known = new Map<string, ChangedRecord>()
    const part: EntityChanges = {
      entity: 'Invoice',
      text: '',
      recordsPath: [],
      records: [
        { Id: '1', SyncToken: '1', MetaData: { LastUpdatedTime: late }, TxnDate: '2024-01-01' },
        { Id: '2' },
      ],
      deleted: [{ id: '2', lastUpdatedTime: late }],
    }
    expect([remember(known, part), remember(known, part)]).toEqual([2, 0])
    expect(known.get('1')).toMatchObject({
      deleted: false,
      lastUpdatedTime: late,
      dated: { TxnDate: '2024-01-01' },
    })
    expect(known.get('2')).toMatchObject({ deleted: true, syncToken: undefined })
  })

  test('and its row are dated in the same way', () => {
    expect(datedRow(stored('7'))).toEqual({
      Id: '7',
      TxnDate: '2024-01-01',
      MetaData: { CreateTime: early, LastUpdatedTime: early },
    })
  })
})

test('differences are added up in all and by window, in order', () => {
  const windows = transactionWindows(parseRange('2024-01-01', '2024-01-04', 'UTC'), 'day')
  const { total, windows: spans } = sumDifferences(
    windows,
    [
      { id: '1', kind: 'appeared', window: 2 },
      { id: '2', kind: 'changed', window: 2 },
      { id: '3', kind: 'left', window: 0 },
    ],
    [
      { first: 0, end: 2, surplus: 3 },
      { first: 0, end: 1, surplus: -2 },
      { first: 9, end: 10, surplus: 1 },
    ],
  )
  expect(total).toEqual({ missing: 4, appeared: 1, changed: 1, left: 3 })
  expect(spans.map(({ firstDate, endDate, missing, left }) => [firstDate, endDate, missing, left])).toEqual([
    ['2024-01-01', '2024-01-02', 0, 3],
    ['2024-01-01', '2024-01-03', 3, 0],
    ['2024-01-03', '2024-01-04', 0, 0],
    ['', '', 1, 0],
  ])
})

describe('the verdict on an entity', () => {
  const none = { missing: 0, appeared: 0, changed: 0, left: 0 }
  const deep = { compared: 5, equal: 5, different: 0, newer: 0, gone: 0, differentIds: [] }
  const window = { start: '', end: '', firstDate: '2024-01-01', endDate: '2024-01-02', ...none }
  const holds: EntityEvidence = {
    entity: 'Invoice',
    total: none,
    windows: [],
    rejected: 0,
    stable: true,
    settledBefore: settled,
    deep: undefined,
  }

  test.each<[string, Partial<EntityEvidence>, 'green' | 'yellow' | 'red', string | undefined]>([
    ['holds', {}, 'green', undefined],
    ['holds in depth', { deep }, 'green', undefined],
    [
      'misses rows',
      { total: { ...none, missing: 2 }, windows: [{ ...window, missing: 2 }, window] },
      'red',
      '2024-01-01 (2)',
    ],
    ['has other payloads', { deep: { ...deep, different: 1, differentIds: ['7'] } }, 'red', 'such as Id 7'],
    [
      'misses what was rejected',
      { total: { ...none, missing: 2 }, rejected: 2 },
      'yellow',
      'because they were rejected',
    ],
    ['has drifted', { total: { ...none, changed: 1 }, deep: { ...deep, newer: 1 } }, 'yellow', '1 changed'],
    ['has drifted in depth', { deep: { ...deep, newer: 1, gone: 2 } }, 'yellow', '2 are gone'],
    ['never stood still', { stable: false }, 'yellow', 'in a quieter hour'],
  ])('that %s', (_name, more, status, words) => {
    const verdict = verdictOf({ ...holds, ...more })
    expect(verdict.status).toBe(status)
    expect(verdict.findings).toHaveLength(words === undefined ? 0 : 1)
    expect(verdict.findings.join('')).toContain(words ?? '')
  })
})
