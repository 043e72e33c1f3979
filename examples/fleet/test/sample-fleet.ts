import type { CompanyFacts, FleetState, Found } from '../src/fleet-state.ts'

export const now = new Date('2026-11-30T09:30:00Z')

export function before(ms: number): Date {
  return new Date(now.getTime() - ms)
}

export const hours = 3_600_000
export const days = 24 * hours

export function found(status: Found['status'], at: Date, gist: Partial<Found['gist']> = {}): Found {
  return { jobId: `${status} 1`, status, at, gist: { entities: [], notWitnessed: [], ...gist } }
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
    ...facts,
  }
}

const invoices = { entities: [{ entity: 'Invoice', missing: 2 }] }

/** One of each kind, and some that are fine. */
export const sampleCompanies: readonly CompanyFacts[] = [
  company('Almacenes del Río 1'),
  company('Blue Barn Dairy 1', {
    proof: null,
    sync: null,
    waiting: { task: 'backfill', until: before(1), error: null },
  }),
  company('Café Quito 1', { isConnected: false, daysLeft: null }),
  company('Ferretería Sol 1', { proof: found('red', before(days), invoices), sync: null }),
  company('Harbour Road Supply <1>', { proof: found('yellow', before(hours), invoices) }),
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
      kind: 'backfill',
      companies: ['Ivy Dental 1'],
      detail: 'green',
      worker: 'machine 4711',
    },
    { at: before(9000), kind: 'lost', companies: ['Peak & Sons 1'], detail: 'machine 4690', worker: '' },
    {
      at: before(2 * days),
      kind: 'stopped',
      companies: ['Café Quito 1'],
      detail: 'QBO_REAUTHORIZATION_REQUIRED',
      worker: '',
    },
  ],
  readAt: now,
}
