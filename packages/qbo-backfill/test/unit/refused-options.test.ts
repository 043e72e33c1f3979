import { Kysely } from 'kysely'
import { createRawSink } from 'qbo-raw-sink'
import { expect, test } from 'vitest'
import {
  createTriggers,
  pgliteDialect,
  postgresStore,
  postgresTokenStore,
  renderReportHtml,
  runDueTriggers,
  waitForTriggers,
  writeEvidence,
} from '../../src/index.js'
import type { BackfillReport, RunTrigger } from '../../src/index.js'

/** Never asked: options are looked at before anything else happens. */
const db = new Kysely<unknown>({
  dialect: pgliteDialect({ query: () => Promise.reject(new Error('asked')), close: async () => undefined }),
})
const report = { runId: 'r' } as BackfillReport
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

test('a token key of another length is refused before a token is stored', () => {
  expect(() => postgresTokenStore({ db, encryptionKey: new Uint8Array(16) })).toThrow(
    /encryptionKey: must be 32 bytes/u,
  )
})
