import type { Aftercare } from '../src/report/facts/aftercare.js'
import { said } from '../src/verdict/said.js'
import type { SyncedEntity, SyncReport } from '../src/verdict/sync-report.js'
import type { VerifiedEntity, VerifyReport } from '../src/verdict/verify-report.js'

type Colour = 'green' | 'yellow' | 'red'

const company = {
  companyName: 'Ferretería El Águila & Cía.',
  timeZone: 'America/Guayaquil',
  rejects: [],
  named: {
    Invoice: [
      { id: '15', number: 'F-15 <b>', date: '2024-03-01', name: 'Acme & hijos', amount: '12.50' },
      { id: '16', number: 'F-16', date: '2024-03-02', name: 'Acme & hijos', amount: '20.00' },
    ],
  },
}

const witness = {
  outcome: 'witnessed',
  transactions: 3942,
  sum: '1001334.00',
  currency: 'USD',
  found: 0,
  lost: 0,
  deleted: 0,
  unlisted: 0,
  differing: 0,
} as const

const cost = { wrong: 'red', unknown: 'yellow' } as const
const moved = { wrong: 'yellow', unknown: 'yellow' } as const

/** A verification that has something of everything that a page of its colour can show. */
export function sampleVerify(colour: Colour): Aftercare<VerifyReport> {
  const current = said('Invoice', moved, {
    name: 'current',
    known: 'wrong',
    text: 'at QuickBooks, 1 record appeared, 1 changed and 1 left since 2024-06-01T11:55:00Z.',
    details: {
      count: 3,
      appeared: 1,
      changed: 1,
      left: 1,
      since: '2024-06-01T11:55:00Z',
      appearedIds: ['90'],
      changedIds: ['16'],
      leftIds: [],
    },
  }).check
  const proved = said('Customer', cost, {
    name: 'proved',
    known: 'wrong',
    text: '1 row that a finished run had proved is not in the table, or not in the version that was proved, in the windows from 2024-01-01 (1).',
    details: { count: 1, ids: ['7'], windows: ['2024-01-01 (1)'] },
  }).check
  const payloads = said('Customer', cost, {
    name: 'payloads',
    known: 'wrong',
    text: '1 of 50 records have another payload in the table than at QuickBooks, in the same version, such as Id 8.',
    details: { count: 1, compared: 50, ids: ['8'] },
  }).check
  const none = { missing: 0, appeared: 0, changed: 0, left: 0, windows: [], checks: [], findings: [] }
  const span = {
    start: '2024-03-01T05:00:00Z',
    end: '2024-03-02T05:00:00Z',
    firstDate: '2024-03-01',
    endDate: '2024-03-02',
  }
  const base = {
    runId: '6fc3c142-4cb2-4652-9f6b-47179fae4d4a',
    settledBefore: '2024-06-01T11:55:00Z',
    deletionsKnown: true,
    status: 'green',
  } as const
  const deep = { compared: 50, equal: 50, different: 0, newer: 0, gone: 0, unreadable: 0, differentIds: [] }
  const entities: VerifiedEntity[] = [
    { ...base, ...none, entity: 'Invoice', expected: 3942, loaded: 3942, deep, witness },
    { ...base, ...none, entity: 'Customer', expected: 1200, loaded: 1200 },
    {
      ...base,
      ...none,
      entity: 'Estimate',
      expected: 4,
      loaded: 4,
      witness: { ...witness, outcome: 'notWitnessed', reason: 'its rows are not proved', transactions: 0 },
    },
  ]
  const [invoice, customer] = entities as [VerifiedEntity, VerifiedEntity]
  if (colour !== 'green') {
    const numbers = { missing: 0, appeared: 1, changed: 1, left: 1 }
    entities[0] = {
      ...invoice,
      ...numbers,
      status: 'yellow',
      checks: [current],
      windows: [{ ...span, ...numbers }],
    }
  }
  if (colour === 'red')
    entities[1] = { ...customer, status: 'red', missing: 1, loaded: 1199, checks: [proved, payloads] }
  return {
    ...company,
    checks: entities.flatMap(({ checks }) => checks),
    report: {
      realmId: '9130350000000001',
      environment: 'sandbox',
      from: '2023-01-01T05:00:00Z',
      to: '2025-01-01T05:00:00Z',
      timeZone: 'America/Guayaquil',
      status: colour,
      entities,
      apiCalls: 12,
      durationMs: 3400,
      verifiedAt: '2025-01-05T12:00:00Z',
    },
  }
}

/** A sync that has something of everything that a page of its colour can show. */
export function sampleSync(colour: Colour): Aftercare<SyncReport> {
  const deletions = said('Customer', cost, {
    name: 'deletions',
    known: 'unknown',
    text: '120 rows may have been deleted at QuickBooks, which does not tell.',
    details: {
      count: 120,
      since: '2024-01-01T00:00:00Z',
      untold: [{ why: 'tooLongAgo', from: '2024-12-06T12:00:00Z' }],
      atOnce: 8000,
    },
  }).check
  const stored = said('Invoice', cost, {
    name: 'stored',
    known: 'wrong',
    text: '1 record could not be stored.',
    details: { count: 1 },
  }).check
  const base = {
    status: 'green',
    since: '2025-01-04T12:00:00Z',
    nextSince: '2025-01-05T11:55:00Z',
    inserted: 0,
    updated: 0,
    unchanged: 0,
    stale: 0,
    rejected: 0,
    tombstoned: 0,
    deletionsKnown: true,
    checks: [],
    findings: [],
  } as const
  const entities: SyncedEntity[] = [
    { ...base, entity: 'Invoice', method: 'cdc', inserted: 12, updated: 3, tombstoned: 1, witness },
    { ...base, entity: 'Customer', method: 'query', unchanged: 4 },
    { ...base, entity: 'Preferences', method: 'whole', since: null, nextSince: null, unchanged: 1 },
  ]
  const [invoice, customer] = entities as [SyncedEntity, SyncedEntity]
  if (colour !== 'green')
    entities[1] = { ...customer, status: 'yellow', deletionsKnown: false, checks: [deletions] }
  if (colour === 'red') entities[0] = { ...invoice, status: 'red', rejected: 1, checks: [stored] }
  return {
    ...company,
    checks: entities.flatMap(({ checks }) => checks),
    rejects: [
      {
        rejectId: '4',
        entity: 'Invoice',
        state: 'open',
        reason: 'unreadable',
        message: '22P05',
        row: { id: '15', number: 'F-15' },
      },
    ],
    report: {
      syncId: 'sync-6fc3c142-4cb2-4652-9f6b-47179fae4d4a',
      realmId: '9130350000000001',
      environment: 'sandbox',
      status: colour,
      entities,
      syncedAt: '2025-01-05T12:00:00Z',
      apiCalls: 3,
      durationMs: 900,
    },
  }
}
