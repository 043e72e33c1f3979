import { expect, test } from 'vitest'
import { earliestTime, serverInstant } from '../../src/source/server-time.js'
import { syncVerdict, type SyncEvidence } from '../../src/sync/sync-verdict.js'

const rejects = { saved: 0, open: 0, acknowledged: 0 }
const since = '2024-01-01T00:00:00Z'
const known: SyncEvidence = {
  entity: 'Invoice',
  since,
  versions: 'right',
  ungiven: 0,
  untold: [],
  open: 0,
  unswept: undefined,
  rejects,
}

test.each<[string, Partial<SyncEvidence>, 'green' | 'yellow' | 'red', string | undefined]>([
  ['knows all', {}, 'green', undefined],
  [
    'was not told all and looked up the rest',
    { untold: [{ why: 'noTime', from: since }] },
    'green',
    undefined,
  ],
  [
    'has rows to look up yet',
    { untold: [{ why: 'noTime', from: since }], open: 3 },
    'yellow',
    'how far back',
  ],
  [
    'comes after too long',
    { untold: [{ why: 'tooLongAgo', from: since }], open: 1 },
    'yellow',
    'deletions before that are not known',
  ],
  [
    'comes after too long for what it could ask',
    { untold: [{ why: 'tooLongAgo', from: '2024-02-01T00:00:00Z' }], open: 1 },
    'yellow',
    'deletions before 2024-02-01T00:00:00Z are not known',
  ],
  [
    'finds more changed than is told at once',
    { untold: [{ why: 'tooMany', from: since }], open: 1 },
    'yellow',
    '1000 or more objects changed since 2024-01-01T00:00:00Z',
  ],
  [
    'was told of deletions that a query does not confirm',
    { untold: [{ why: 'doubtful', from: since }], open: 1 },
    'yellow',
    'calls records deleted that a query still gives',
  ],
  ['has rows to look up from before', { open: 3 }, 'yellow', '3 rows may have been deleted'],
  [
    'was asked to sweep and could not',
    { unswept: 'QBO_FORBIDDEN: No.' },
    'yellow',
    'The sweep that was asked for told nothing (QBO_FORBIDDEN: No), so deletions',
  ],
  [
    'could not sweep, and has rows to look up',
    { unswept: 'QBO_FORBIDDEN: No.', open: 3 },
    'yellow',
    '3 rows may have been deleted at QuickBooks, which does not tell. The sweep',
  ],
  ['was told no time', { versions: 'unknown' }, 'yellow', 'asks from 2024-01-01T00:00:00Z again'],
  [
    'was not given a change in full',
    { versions: 'unknown', ungiven: 1 },
    'yellow',
    '1 changed record by Id, so it is here as change data capture shows it',
  ],
  ['was not given two', { versions: 'unknown', ungiven: 2 }, 'yellow', 'so they are here'],
  ['was counted more than it was shown', { since: null, versions: 'unknown' }, 'yellow', 'than it showed'],
  ['could not store all', { rejects: { ...rejects, open: 2 } }, 'red', '2 records could not be stored'],
  [
    'may do without some',
    { rejects: { ...rejects, acknowledged: 2 } },
    'yellow',
    'somebody has acknowledged',
  ],
  [
    'replaced characters',
    { rejects: { ...rejects, saved: 1 } },
    'yellow',
    '1 record was stored with replaced',
  ],
])('a sync that %s', (_name, more, status, words) => {
  const verdict = syncVerdict({ ...known, ...more })
  expect([verdict.status, verdict.deletionsKnown]).toEqual([
    status,
    (more.open ?? 0) === 0 && more.unswept === undefined,
  ])
  expect(verdict.findings.length > 0).toBe(words !== undefined)
  expect(verdict.checks.map((check) => check.status)).toEqual(words === undefined ? [] : [status])
  expect(verdict.findings.join(' ')).toContain(words ?? '')
})

test('the first of some times is known only if all of them are', () => {
  const [early, late] = ['2024-01-01T00:00:00Z', '2024-01-01T00:00:01Z']
  expect(earliestTime([late, early])).toBe(early)
  expect(earliestTime([early, late])).toBe(early)
  expect(earliestTime([early])).toBe(early)
  for (const times of [[], [early, undefined], [undefined, early], ['soon', early], ['soon']])
    expect(serverInstant(earliestTime(times))).toBeUndefined()
})
