import type { QboClient } from 'qbo-client'
import { expect, expectTypeOf, test } from 'vitest'
import { planBackfill, runBackfill, syncChanges, verifyBackfill, type Triggers } from '../../src/index.js'
import type {
  BackfillEvent,
  BackfillOptions,
  BackfillStore,
  Check,
  CustomCheck,
  EntityReport,
  EntityWord,
  PlanBackfillOptions,
  Source,
} from '../../src/index.js'

/** Never called: what it says is for the compiler. */
function refusedByTheCompiler(source: Source, store: BackfillStore, triggers: Triggers): void {
  const asked = { source, store, entities: ['invoices'] } as const
  // @ts-expect-error a call without a range
  void runBackfill(asked)
  // @ts-expect-error a range without an end
  void runBackfill({ ...asked, from: '2024-01-01' })
  // @ts-expect-error a range without a start
  void verifyBackfill({ ...asked, fecha_fin: '2025-01-01' })
  // @ts-expect-error two starts
  void runBackfill({ ...asked, from: '2024-01-01', fecha_inicio: '2024-01-01', to: '2025-01-01' })
  // @ts-expect-error a slip in the name of an entity
  void runBackfill({ ...asked, entities: ['invoces'], from: '2024-01-01', to: '2025-01-01' })
  // @ts-expect-error the same of a forecast
  void planBackfill({ source, entities: ['invoces'], from: '2024-01-01', to: '2025-01-01' })
  // @ts-expect-error the same of a sync
  void syncChanges({ source, store, entities: ['customer'] })
  const trigger = { realmId: '1', environment: 'sandbox', at: '2030-01-01T00:00:00Z' } as const
  // @ts-expect-error a trigger without a range
  void triggers.add({ ...trigger, entities: ['Invoice'] })
  // @ts-expect-error an option that is none
  void runBackfill({ ...asked, from: '2024-01-01', to: '2025-01-01', maxApiCals: 5 })
}

/** Never called either. */
function acceptedByTheCompiler(client: QboClient, source: Source, store: BackfillStore): void {
  const range = { from: '2024-01-01', to: '2025-01-01' }
  void runBackfill({ source: client, store, entities: ['Invoice', 'customers', 'transactions'], ...range })
  void runBackfill({ source, store, entities: ['all'], fecha_inicio: range.from, fecha_fin: range.to })
  void verifyBackfill({
    source: client,
    store,
    entities: ['sales_receipts'],
    from: range.from,
    fecha_fin: range.to,
  })
  void syncChanges({ source: client, store })
  // What one has forecast, one runs.
  const forecast: PlanBackfillOptions['entities'] = ['invoices']
  void planBackfill({ source: client, entities: forecast, ...range })
  void runBackfill({ source: client, store, entities: forecast, ...range })
}

test('the compiler has read what it refuses and what it accepts', () => {
  expect([refusedByTheCompiler, acceptedByTheCompiler]).toHaveLength(2)
})

test('a check answers a value or a promise of one', () => {
  const now: CustomCheck = { name: 'now', check: () => ({ status: 'green', message: 'It holds.' }) }
  const later: CustomCheck = {
    name: 'later',
    check: async () => ({ status: 'red', message: 'It does not.' }),
  }
  expect([now.name, later.name]).toEqual(['now', 'later'])
})

test('colours, kinds and entities are what they can be, and not any text', () => {
  type Checked = Extract<BackfillEvent, { type: 'check.completed' }>
  expectTypeOf<Checked['status']>().toEqualTypeOf<'green' | 'yellow' | 'red'>()
  expectTypeOf<Checked['entity']>().not.toEqualTypeOf<string>()
  expectTypeOf<EntityReport['entity']>().toEqualTypeOf<Check['entity']>()
  type Started = Extract<BackfillEvent, { type: 'segment.started' }>
  expectTypeOf<Started['segment']['kind']>().toEqualTypeOf<
    'transaction' | 'created' | 'updated' | 'everything'
  >()
  expectTypeOf<Extract<BackfillEvent, { type: 'sync.applied' }>['method']>().toEqualTypeOf<
    'cdc' | 'query' | 'whole'
  >()
  expectTypeOf<'invoices' | 'Invoice' | 'all' | 'lists'>().toExtend<EntityWord>()
  expectTypeOf<string>().not.toExtend<EntityWord>()
  expectTypeOf<{ readonly source: Source }>().not.toExtend<BackfillOptions>()
})
