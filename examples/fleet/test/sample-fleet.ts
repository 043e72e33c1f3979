import type { EntityGist } from '../src/gist.ts'
import type { CompanyFacts, FleetState, Found } from '../src/fleet-state.ts'

export const now = new Date('2026-11-30T09:30:00Z')

export function before(ms: number): Date {
  return new Date(now.getTime() - ms)
}

export const hours = 3_600_000
export const days = 24 * hours

export function found(status: Found['status'], at: Date, gist: Partial<Found['gist']> = {}): Found {
  return {
    jobId: `${status} 1`,
    work: 'verify',
    status,
    at,
    gist: { entities: [], notWitnessed: [], ...gist },
    seen: false,
    times: 1,
  }
}

/** A company that is fine, but for what is said of it. */
export function company(name: string, facts: Partial<CompanyFacts> = {}): CompanyFacts {
  return {
    realmId: `9130${name.length}${name.charCodeAt(0)}`,
    name,
    isConnected: true,
    daysLeft: 100,
    proof: found('green', before(2 * days)),
    sync: found('green', before(2 * hours)),
    running: null,
    waiting: null,
    stopped: null,
    refused: [],
    isAccepted: false,
    ...facts,
  }
}

/** What is not green of an entity. */
export function gistOf(entity: string, missing: number, more: Partial<EntityGist> = {}): EntityGist {
  return { entity, missing, remark: 'other', found: [], refused: [], ...more }
}

const reported = { id: '15', number: '1009', date: '2023-01-26', name: 'Granite <b>', amount: '3840.76' }
const invoices = { entities: [gistOf('Invoice', 2)] }
const foundOne = { entities: [gistOf('Invoice', 0, { remark: 'found', found: [reported] })] }

/** One of each kind, and some that are fine. */
export const sampleCompanies: readonly CompanyFacts[] = [
  company('Almacenes del Río 1'),
  company('Blue Barn Dairy 1', {
    proof: null,
    sync: null,
    waiting: { task: 'backfill', until: before(1), error: null },
  }),
  company('Café Quito 1', { isConnected: false, daysLeft: null }),
  company('Ferretería Sol 1', {
    proof: { ...found('red', before(days), invoices), work: 'backfill', times: 2 },
    sync: null,
    refused: [
      {
        entity: 'Invoice',
        record: { id: '1008', date: '2023-03-31', amount: '8670.98' },
        madeAt: null,
        reason: 'To email address entered is invalid',
        link: 'https://app.qbo.intuit.com/app/login?pagereq=invoice%3FtxnId%3D1008&deeplinkcompanyid=1',
      },
      {
        entity: 'Invoice',
        record: null,
        madeAt: '2023-04-01T09:30:00Z',
        reason: '<b>no</b>',
        link: undefined,
      },
    ],
  }),
  company('Harbour Road Supply <1>', { proof: found('yellow', before(hours), foundOne) }),
  company('Ivy Dental 1', { daysLeft: 5 }),
  company('Peak & Sons 1', {
    proof: null,
    sync: null,
    running: { task: 'backfill', worker: 'machine 4711' },
  }),
  company('Taller Núñez 1', { proof: found('green', before(61 * days)) }),
  company('Almacenes del Río 2', {
    stopped: { task: 'sync', error: 'QBO_SUBSCRIPTION_ENDED: It has ended.' },
  }),
  company('Blue Barn Dairy 2', { proof: found('green', before(2 * days), { notWitnessed: ['Invoice'] }) }),
  company('Café Quito 2', { running: { task: 'announced', worker: 'machine 4711' } }),
  company('Ferretería Sol 2', {
    waiting: {
      task: 'sync',
      until: before(-hours),
      error: 'The budget of 100 API calls of this month is spent.',
    },
  }),
]

export const sampleFleet: FleetState = {
  companies: sampleCompanies,
  month: { taken: 1022, budget: 2000, resetsAt: new Date('2026-12-01T08:00:00Z'), forecast: 1100 },
  workers: [
    { name: 'machine 4711', companies: ['Café Quito 2', 'Peak & Sons 1'] },
    { name: 'machine 4712', companies: [] },
  ],
  events: [
    {
      at: before(1000),
      kind: 'sync',
      companies: ['Almacenes del Río 1', 'Blue Barn Dairy 2', 'Café Quito 2', 'Ferretería Sol 2'],
      detail: 'green',
    },
    { at: before(9000), kind: 'lost', companies: ['Peak & Sons 1'], detail: 'machine 4690' },
    { at: before(10_000), kind: 'backfill', companies: ['Ferretería Sol 1'], detail: 'red' },
    {
      at: before(2 * days),
      kind: 'stopped',
      companies: ['Café Quito 1'],
      detail: 'QBO_REAUTHORIZATION_REQUIRED',
    },
  ],
  readAt: now,
  upSeconds: 3600,
}
