import { createSimulator, generateCompany, type Company, type GenerateOptions } from 'qbo-simulator'
import { createTestDatabase } from 'testkit'
import { expect, test } from 'vitest'
import type { BackfillReport } from '../../src/index.js'
import { environmentOf, runHere } from '../cli.js'
import { thinInvoices } from '../thin-invoices.js'

const whole = ['--from', '2020-01-01', '--to', '2025-01-01']

function generated(size: GenerateOptions): Company {
  return generateCompany({ seed: 9, customers: 5, items: 5, from: '2022-01-01', to: '2025-01-01', ...size })
}

const times = { CreateTime: '2022-05-05T10:00:00-07:00', LastUpdatedTime: '2022-05-05T10:00:00-07:00' }

function many(count: number, more: Readonly<Record<string, unknown>>): Company['records'][string] {
  return Array.from({ length: count }, (_, index) => ({ Id: `${index + 1}`, Name: `N${index}`, ...more }))
}

test.for<[shape: string, company: Company, entities: string, range: readonly string[]]>([
  [
    'a small company',
    generated({ customers: 40, items: 20, invoices: 200 }),
    'customers,items,invoices',
    whole,
  ],
  ['pages that are full to the last row', generated({ invoices: 2000 }), 'invoices', whole],
  ['a row more than full pages', generated({ customers: 1001, invoices: 1001 }), 'customers,invoices', whole],
  [
    'rows of more than one segment',
    { records: { Invoice: thinInvoices(17_000) } },
    'invoices',
    [...whole, '--window', 'week'],
  ],
  [
    'lists that were made before the range and changed in it',
    generated({ customers: 1300, items: 1100 }),
    'customers,items',
    ['--from', '2024-01-01', '--to', '2025-01-01'],
  ],
  [
    'a range in which nothing is',
    generated({ invoices: 300 }),
    'invoices',
    ['--from', '2001-01-01', '--to', '2001-02-01'],
  ],
  [
    'what is read whole',
    {
      records: {
        TaxCode: many(1200, { Active: true }),
        CompanyInfo: many(1, { CompanyName: 'Acme' }),
      },
    },
    'companyInfo,taxCodes,taxRates',
    whole,
  ],
  [
    'what CDC does not know',
    { records: { TimeActivity: many(30, { TxnDate: '2022-05-05', MetaData: times }) } },
    'timeActivities,journalCodes',
    whole,
  ],
])(
  'of %s the plan forecasts the calls of the run within ten percent',
  async ([, company, entities, range]) => {
    const simulator = createSimulator({ companies: [company], limits: false })
    const server = await simulator.listen()
    const database = await createTestDatabase()
    try {
      const environment = environmentOf(simulator, server, database.url)
      const asked = ['--entities', entities, ...range]
      const planned = await runHere(['plan', ...asked], environment)
      expect(planned.exitCode, planned.stderr).toBe(0)
      const before = simulator.requests.filter(({ host }) => host === 'api').length
      const run = await runHere(['run', ...asked], environment)
      expect(run.exitCode, run.stderr).toBe(0)
      const made = simulator.requests.filter(({ host }) => host === 'api').length - before
      expect((run.events.at(-1) as { report: BackfillReport }).report.apiCalls).toBe(made)
      const { apiCalls } = planned.events.at(-1) as unknown as { apiCalls: number }
      expect(Math.abs(apiCalls - made) / made, `${apiCalls} forecast, ${made} made`).toBeLessThanOrEqual(0.1)
    } finally {
      await server.close()
      await database.drop()
    }
  },
)
