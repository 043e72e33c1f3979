import { describe, expect, test } from 'vitest'
import { parseRange } from '../../src/plan/range.js'
import { transactionWindows } from '../../src/plan/window.js'
import type { EntityChanges } from '../../src/compare/read-changes.js'
import { datedRow, isNewer, remember, type ChangedRecord } from '../../src/compare/known-changes.js'
import { sumDifferences } from '../../src/verify/differences.js'
import { driftOf, lossOf, type DriftScope } from '../../src/verify/drift.js'
import { verdictOf, type EntityEvidence } from '../../src/verify/verdict.js'
import type { StoredVersion } from '../../src/ledger/stored-versions.js'

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
    [
      'before its run was settled, and is newer than its row, is missing',
      changed('1', { lastUpdatedTime: '2024-02-02T00:00:00Z' }),
      stored('1'),
      'missing',
    ],
    [
      'at a time that is none cannot be told',
      changed('1', { lastUpdatedTime: 'soon' }),
      stored('1'),
      'unknown',
    ],
    [
      'at no time at all, without a row, cannot be told',
      changed('1', { lastUpdatedTime: undefined }),
      undefined,
      'unknown',
    ],
    [
      'in a version that is no number cannot be told',
      changed('1', { lastUpdatedTime: early, syncToken: 'x', dated: outside }),
      stored('1'),
      'unknown',
    ],
  ])('%s', (_name, record, row, kind) => {
    const rows = new Map(row === undefined ? [] : [[row.id, row]])
    expect(driftOf([record], rows, scope).map((drift) => drift.kind)).toEqual(
      kind === undefined ? [] : [kind],
    )
  })

  test.each<[string, ChangedRecord, StoredVersion | undefined, string | undefined]>([
    ['is there', changed('1', { lastUpdatedTime: early, syncToken: '0' }), stored('1'), undefined],
    ['has no row', changed('1'), undefined, 'missing'],
    ['has a dead row', changed('1'), stored('1', { live: false }), 'missing'],
    ['has an older row', changed('1'), stored('1'), 'missing'],
    [
      'has a row of its time, and is a later version',
      changed('1', { lastUpdatedTime: early, syncToken: '1' }),
      stored('1'),
      'changed',
    ],
    [
      'has its row on another day',
      changed('1', { lastUpdatedTime: early, syncToken: '0' }),
      stored('1', { txnDate: '1999-01-01' }),
      'missing',
    ],
    [
      'has a version that is none',
      changed('1', { lastUpdatedTime: early, syncToken: '1.5' }),
      stored('1'),
      'unknown',
    ],
    ['has no date', changed('1', { dated: { Id: '1' } }), stored('1'), 'unknown'],
  ])('and should be there as it was proved: it %s', (_name, record, row, kind) => {
    expect(lossOf(record, row, scope.windowOf)?.kind).toBe(kind)
  })

  test('is newer by its time, then by its token as a number', () => {
    const row = stored('1', { lastUpdatedTime: late, syncToken: '9' })
    expect(isNewer(changed('1', { syncToken: '10' }), row)).toBe(true)
    expect(isNewer(changed('1', { syncToken: undefined }), row)).toBe(false)
    expect(isNewer(changed('1', { syncToken: '0' }), { ...row, syncToken: undefined })).toBe(true)
    expect(isNewer(changed('1', { lastUpdatedTime: undefined }), row)).toBe(false)
    expect(isNewer(changed('1'), { ...row, lastUpdatedTime: undefined })).toBe(true)
    expect(isNewer(changed('1'), { ...row, lastUpdatedTime: 'soon' })).toBeUndefined()
    const long = '9007199254740993'
    expect(isNewer(changed('1', { syncToken: long }), { ...row, syncToken: '9007199254740992' })).toBe(true)
    expect(isNewer(changed('1', { syncToken: '1' }), { ...row, syncToken: 'a word' })).toBeUndefined()
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
    remember(known, part)
    remember(known, part)
    expect([...known.keys()]).toEqual(['1', '2'])
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
  const { total, windows: spans } = sumDifferences(windows, [
    { id: '1', kind: 'appeared', window: 2 },
    { id: '2', kind: 'changed', window: 2 },
    { id: '3', kind: 'left', window: 0 },
    { id: '', kind: 'left', window: 0 },
    { id: '4', kind: 'missing', window: 1 },
    { id: '5', kind: 'missing', window: 9 },
    { id: '6', kind: 'unknown', window: 1 },
  ])
  expect(total).toEqual({ missing: 2, appeared: 1, changed: 1, left: 2 })
  expect(spans.map(({ firstDate, endDate, missing, left }) => [firstDate, endDate, missing, left])).toEqual([
    ['2024-01-01', '2024-01-02', 0, 2],
    ['2024-01-02', '2024-01-03', 1, 0],
    ['2024-01-03', '2024-01-04', 0, 0],
    ['', '', 1, 0],
  ])
})

describe('the verdict on an entity', () => {
  const none = { missing: 0, appeared: 0, changed: 0, left: 0 }
  const deep = { compared: 5, equal: 5, different: 0, newer: 0, gone: 0, unreadable: 0, differentIds: [] }
  const window = { start: '', end: '', firstDate: '2024-01-01', endDate: '2024-01-02', ...none }
  const holds: EntityEvidence = {
    entity: 'Invoice',
    total: none,
    windows: [],
    drifts: [],
    rejected: [],
    unseen: 0,
    unanswered: 0,
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
      'has several other payloads',
      { deep: { ...deep, different: 2, differentIds: ['7', '8'] } },
      'red',
      '2 of 5 records have another payload',
    ],
    [
      'misses what was rejected',
      { total: { ...none, missing: 2 }, rejected: ['1', '2'] },
      'yellow',
      'rows were rejected',
    ],
    ['has drifted', { total: { ...none, changed: 1 }, deep: { ...deep, newer: 1 } }, 'yellow', '1 changed'],
    ['has drifted in depth', { deep: { ...deep, newer: 1, gone: 2 } }, 'yellow', '2 are gone'],
    ['never stood still', { stable: false }, 'yellow', 'in a quieter hour'],
    ['was not shown all', { unseen: 2 }, 'yellow', 'counts 2 records'],
    [
      'was not answered for two',
      { unanswered: 2 },
      'yellow',
      'for them by Id, so it is not known whether they',
    ],
    [
      'was not answered for one',
      { unanswered: 1 },
      'yellow',
      'for it by Id, so it is not known whether it is',
    ],
    ['was not shown one', { unseen: 1 }, 'yellow', 'whether the table has it'],
    [
      'cannot be read',
      { drifts: Array.from({ length: 3 }, () => ({ id: '7', kind: 'unknown', window: 0 })) },
      'yellow',
      '3 records have no date or version',
    ],
    ['could not be compared in full', { deep: { ...deep, unreadable: 1 } }, 'yellow', '1 of 5 records'],
  ])('that %s', (_name, more, status, words) => {
    const verdict = verdictOf({ ...holds, ...more })
    expect(verdict.status).toBe(status)
    expect(verdict.findings).toHaveLength(words === undefined ? 0 : 1)
    expect(verdict.checks.map((check) => check.status)).toEqual(words === undefined ? [] : [status])
    expect(verdict.findings.join('')).toContain(words ?? '')
  })

  test('that misses more than was rejected says both, and names what is missing', () => {
    // One of them is counted and has no Id.
    const missing = ['1', '2', ''].map((id) => ({ id, kind: 'missing', window: 0 }) as const)
    const evidence = { ...holds, total: { ...none, missing: 3 }, rejected: ['2'], drifts: missing }
    const { status, findings, checks } = verdictOf(evidence)
    expect(checks.map(({ name, status: colour, details: { ids } }) => [name, colour, ids])).toEqual([
      ['proved', 'red', ['1']],
      ['stored', 'yellow', undefined],
    ])
    expect(status).toBe('red')
    expect(findings.join(' ')).toMatch(/2 rows that a finished run.*1 row was rejected/u)
  })
})
