import type { Evidence } from '../src/report/evidence.js'

/** The evidence of a run that has something of everything: three colours, empty ends, failures, a cut day, odd names. */
export function sampleEvidence(): Evidence {
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
      environment: 'sandbox',
      from: '2023-01-01T05:00:00Z',
      to: '2024-05-15T02:00:00Z',
      timeZone: 'America/Guayaquil',
      status: 'red',
      entities: [
        entity('Customer', 'green', { expected: 1200, loaded: 1200 }),
        entity('Item', 'red', { expected: 80, loaded: 79 }),
        entity('Invoice', 'yellow', { expected: 3942, loaded: 3942, outsideRange: 2 }),
      ],
      apiCalls: 1030,
      durationMs: 61_400,
      settledBefore: '2024-06-01T11:55:00Z',
      notices: [
        'Invoice: transactions are dated by day, so the range was rounded outward to whole days in America/Guayaquil: 2023-01-01 up to, not including, 2024-05-15.',
      ],
    },
    startedAt: '2024-06-01T12:00:00Z',
    finishedAt: '2024-06-01T12:01:30Z',
    attempts: 2,
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
      check('Invoice', 'totals', 'yellow', { count: 1234, ids: ['1007', '1008'] }),
      { ...check('Item', 'house', 'green', {}), message: 'Item: <script>alert(1)</script> & "quotes".' },
    ],
    failures: [{ code: 'QBO_THROTTLED', count: 3 }],
    activity: [
      { at: '2024-06-01T12:00:05Z', pages: 4, failures: 0 },
      { at: '2024-06-01T12:00:09Z', pages: 1, failures: 3 },
      { at: '2024-06-01T12:01:20Z', pages: 2, failures: 0 },
    ],
  }
}

type EntityEvidence = Evidence['report']['entities'][number]

function entity(
  name: string,
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
  name: string,
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
  name: string,
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
