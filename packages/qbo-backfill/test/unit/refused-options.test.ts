import { Kysely } from 'kysely'
import { createRawSink } from 'qbo-raw-sink'
import { expect, test } from 'vitest'
import {
  createTriggers,
  pgliteDialect,
  postgresStore,
  postgresTokenStore,
  renderReportHtml,
  runBackfill,
  runDueTriggers,
  syncChanges,
  verifyBackfill,
  waitForTriggers,
  writeEvidence,
} from '../../src/index.js'
import type { BackfillReport, BackfillStore, RunTrigger, Source } from '../../src/index.js'

/** Never asked: options are looked at before anything else happens. */
const db = new Kysely<unknown>({
  dialect: pgliteDialect({ query: () => Promise.reject(new Error('asked')), close: async () => undefined }),
})
const report = { runId: 'r' } as BackfillReport
const source = {} as Source
const range = { from: '2024-01-01', to: '2025-01-01' }
const triggers = createTriggers({ db })
const run: RunTrigger = () => Promise.reject(new Error('ran'))

const makers: readonly (readonly [string, (more: object) => unknown])[] = [
  ['postgresStore', (more) => postgresStore({ db, sink: createRawSink({ db }), ...more })],
  ['postgresTokenStore', (more) => postgresTokenStore({ db, ...more })],
  ['createTriggers', (more) => createTriggers({ db, ...more })],
  ['runDueTriggers', (more) => runDueTriggers({ triggers, realmId: '1', run, ...more })],
  ['waitForTriggers', (more) => waitForTriggers({ triggers, realmId: '1', run, ...more })],
  ['writeEvidence', (more) => writeEvidence({ db, report, directory: '.', ...more })],
  ['renderReportHtml', (more) => renderReportHtml({ db, report, ...more })],
]

test.for(makers)('%s refuses an option that it does not know', async ([, make]) => {
  await expect(async () => make({ shema: 'x' })).rejects.toMatchObject({
    code: 'BACKFILL_INVALID_OPTIONS',
    message: expect.stringContaining('shema') as string,
  })
})

test.for(makers.filter(([name]) => !name.endsWith('Triggers') || name === 'createTriggers'))(
  '%s refuses what is no Kysely',
  async ([, make]) => {
    await expect(async () => make({ db: {} })).rejects.toThrow(/db: needs a Kysely/u)
  },
)

const calls: readonly (readonly [string, (store: BackfillStore) => Promise<unknown>])[] = [
  ['runBackfill', (store) => runBackfill({ source, store, entities: ['Invoice'], ...range })],
  ['verifyBackfill', (store) => verifyBackfill({ source, store, entities: ['Invoice'], ...range })],
  ['syncChanges', (store) => syncChanges({ source, store })],
]

const noStores: readonly (readonly [string, unknown])[] = [
  ['a sink', createRawSink({ db })],
  ['a Kysely', db],
  ['a store of tokens', postgresTokenStore({ db })],
  ['a copy of a store', { ...postgresStore({ db }) }],
  ['nothing', undefined],
]

test.for(calls.flatMap(([name, call]) => noStores.map(([what, store]) => ({ name, call, what, store }))))(
  '$name, given $what as its store, says what to pass',
  async ({ call, store }) => {
    await expect(call(store as BackfillStore)).rejects.toMatchObject({
      code: 'BACKFILL_INVALID_OPTIONS',
      message: expect.stringContaining('store: needs a store: postgresStore({ db })') as string,
    })
  },
)

test('a token key of another length is refused before a token is stored', () => {
  expect(() => postgresTokenStore({ db, encryptionKey: new Uint8Array(16) })).toThrow(
    /encryptionKey: must be 32 bytes/u,
  )
})
