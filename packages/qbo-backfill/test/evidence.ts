import type { EntityName } from 'qbo-client'
import type { Evidence } from '../src/report/facts/evidence.js'

/** The evidence of a run that has something of everything: three colours, empty ends, failures, a cut day, odd names. */
export function sampleEvidence(colour: 'green' | 'yellow' | 'red' = 'red'): Evidence {
  const sample = redEvidence()
  if (colour === 'red') return sample
  const isShown = (status: string | null): boolean => status === 'green' || status === colour
  const { report } = sample
  return {
    ...sample,
    report: {
      ...report,
      status: colour,
      entities: report.entities.filter(({ status }) => isShown(status)),
      leftOut: colour === 'green' ? [] : report.leftOut,
    },
    checks: sample.checks.filter(({ status }) => isShown(status)),
  }
}

function redEvidence(): Evidence {
  const windows = Array.from({ length: 500 }, (_, day) => {
    const date = (offset: number): string =>
      new Date(Date.UTC(2023, 0, 1 + day + offset)).toISOString().slice(0, 10)
    return {
      entity: 'Invoice',
      start: `${date(0)}T05:00:00Z`,
      end: `${date(1)}T05:00:00Z`,
      firstDate: date(0),
      endDate: date(1),
      expected: null,
      loaded: day < 40 || day >= 480 ? 0 : (day % 7) * 3,
      status: 'yellow',
    }
  })
  return {
    report: {
      runId: '6fc3c142-4cb2-4652-9f6b-47179fae4d4a',
      realmId: '9130350000000001',
      companyName: 'Ferretería El Águila & Cía.',
      environment: 'sandbox',
      from: '2023-01-01T05:00:00Z',
      to: '2024-05-15T02:00:00Z',
      timeZone: 'America/Guayaquil',
      status: 'red',
      entities: [
        entity('Customer', 'green', { expected: 1200, loaded: 1200 }),
        entity('Item', 'red', {
          expected: 80,
          loaded: 79,
          reconciliation: {
            ...addsUp,
            read: 84,
            proved: 79,
            changedSince: 4,
            missing: 1,
            missingRows: [lost],
          },
        }),
        entity('Invoice', 'yellow', {
          expected: 3942,
          loaded: 3942,
          outsideRange: 2,
          reconciliation: { ...addsUp, read: 3942, proved: 3942 },
          witness,
        }),
      ],
      apiCalls: 1030,
      durationMs: 61_400,
      settledBefore: '2024-06-01T11:55:00Z',
      programVersion: '1.2.3',
      leftOut: [{ entity: 'Budget', code: 'QBO_FORBIDDEN', status: 'yellow' }],
      notices: [
        'Invoice: transactions are dated by day, so the range was rounded outward to whole days in America/Guayaquil: 2023-01-01 up to, not including, 2024-05-15.',
      ],
    },
    startedAt: '2024-06-01T12:00:00Z',
    finishedAt: '2024-06-01T12:01:30Z',
    attempts: 2,
    rawSchema: 'raw',
    witness: [
      month('2023-02', 40, '1234.50', 40, '1234.50'),
      month('2023-03', 41, '99.90', 40, '98.40'),
      month('2024-01', 39, '1000000.00', 39, '1000000.00'),
    ],
    totals: {
      Customer: { expected: 1200, totalAtSource: 1200 },
      Item: { expected: 80, totalAtSource: 81 },
      Invoice: { expected: 3942, totalAtSource: 5000 },
    },
    windows,
    segments: [
      segment(1, 'Customer', 'created'),
      segment(2, 'Item', 'updated'),
      segment(3, 'Invoice', 'transaction'),
    ],
    checks: [
      check('Customer', 'proof', 'green', { expected: 1200, loaded: 1200, seen: 1200, stable: true }),
      check('Item', 'proof', 'red', { expected: 80, loaded: 79, seen: 79, stable: true }),
      check('Invoice', 'proof', 'green', { expected: 3942, loaded: 3942, seen: 3942, stable: true }),
      check('Invoice', 'witness', 'green', { ...witness }),
      check('Invoice', 'totals', 'yellow', { count: 1234, ids: ['1007', '1008'] }),
      check('Invoice', 'references', 'yellow', {
        Customer: ['99999'],
        Item: [],
        namedBy: [{ entity: 'Customer', id: '99999', by: { id: '77', number: 'F-77', date: '2023-04-01' } }],
      }),
      { ...check('Item', 'house', 'green', {}), message: 'Item: <script>alert(1)</script> & "quotes".' },
    ],
    named: {
      Invoice: [{ id: '1007', number: 'F-1007', date: '2023-03-05', name: 'Acme <b>', amount: '275.00' }],
    },
    rejects: [],
    before: {
      runId: '1fc3c142-4cb2-4652-9f6b-47179fae4d4a',
      finishedAt: '2024-05-01T12:00:00Z',
      from: '2023-01-01T05:00:00Z',
      to: '2024-05-15T02:00:00Z',
      timeZone: 'America/Guayaquil',
      status: 'yellow',
      entities: [{ entity: 'Invoice', status: 'yellow', expected: 3900, loaded: 3900 }],
      findings: [
        { entity: 'Invoice', name: 'totals', status: 'yellow' },
        { entity: 'Customer', name: 'volumetry', status: 'yellow' },
      ],
    },
    failures: [{ code: 'QBO_THROTTLED', count: 3 }],
    activity: [
      { at: '2024-06-01T12:00:05Z', pages: 4, failures: 0 },
      { at: '2024-06-01T12:00:09Z', pages: 1, failures: 3 },
      { at: '2024-06-01T12:01:20Z', pages: 2, failures: 0 },
    ],
  }
}

const addsUp = {
  read: 0,
  proved: 0,
  changedSince: 0,
  missing: 0,
  refused: 0,
  left: 0,
  unconfirmed: 0,
  missingRows: [],
}

const lost = { id: '15', date: '2023-05-05T10:00:00-08:00', name: 'Martillo' }

const witness = {
  outcome: 'witnessed',
  transactions: 3942,
  sum: '1001334.40',
  currency: 'USD',
  found: 0,
  lost: 0,
  deleted: 0,
  unlisted: 0,
  differing: 0,
} as const

function month(
  name: string,
  reported: number,
  reportedSum: string,
  stored: number,
  storedSum: string,
): Evidence['witness'][number] {
  return { entity: 'Invoice', type: 'Invoice', month: `${name}-01`, reported, reportedSum, stored, storedSum }
}

type EntityEvidence = Evidence['report']['entities'][number]

function entity(
  name: EntityName,
  status: EntityEvidence['status'],
  more: Partial<EntityEvidence>,
): EntityEvidence {
  return {
    entity: name,
    status,
    expected: 0,
    loaded: 0,
    inserted: more.loaded ?? 0,
    updated: 0,
    unchanged: 0,
    stale: 0,
    rejected: 0,
    outsideRange: 0,
    totalAtSource: 0,
    apiCalls: 12,
    durationMs: 1000,
    segments: { done: 1, failed: 0 },
    findings: [],
    ...more,
  }
}

function segment(
  number: number,
  name: EntityName,
  kind: Evidence['segments'][number]['kind'],
): Evidence['segments'][number] {
  return {
    number,
    entity: name,
    kind,
    firstWindow: 0,
    endWindow: 1,
    plannedCount: 1000,
    status: 'done',
    statementHash: undefined,
    cursor: undefined,
    pages: 1,
    inserted: 1000,
    updated: 0,
    unchanged: 0,
    stale: 0,
    rejected: 0,
    outsideRange: 0,
    durationMs: 10,
    begunAt: undefined,
  }
}

function check(
  name: EntityName,
  what: string,
  status: Evidence['checks'][number]['status'],
  details: Readonly<Record<string, unknown>>,
): Evidence['checks'][number] {
  return {
    entity: name,
    name: what,
    status,
    message: `${name}: as the ledger keeps it, in English.`,
    details,
  }
}
