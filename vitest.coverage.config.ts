import { existsSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

// The code that decides and does nothing else: npm run test:coverage. Where a branch is not tested there, nobody knows
// what it decides; elsewhere the number would only measure how much is called.
const decisions = {
  'qbo-client/src': 'safe-url',
  'qbo-client/src/auth': 'granted-token-set refresh-candidates token-set token-status',
  'qbo-client/src/http': 'answer-error fault fault-body heavy-answer retry-policy sliding-window',
  'qbo-client/src/query':
    'entity envelope instant lean-text page-size poisoned-record record-id scan-step second-scope statement',
  'qbo-raw-sink/src': 'entity-tables sink-error',
  'qbo-raw-sink/src/migrate': 'entity-migrations plan-migrations',
  'qbo-raw-sink/src/write': 'huge-number repair-record split-records string-end',
  'qbo-backfill/src/checks': 'builtin check volumetry-check',
  'qbo-backfill/src/cli':
    'exit-code exit-precedence first-that-fits fit-list fit-report fits-terminal-event whole-number',
  'qbo-backfill/src/ledger': 'run-state segment-state',
  'qbo-backfill/src/plan':
    'civil-date forecast-calls plan plan-entity range range-notice read-set segment time-zone window',
  'qbo-backfill/src/run': 'call-budget failure page-targets',
  'qbo-backfill/src/sync': 'attribute cdc-reach',
  'qbo-backfill/src/trigger': 'settlement trigger-state trigger-time',
  'qbo-backfill/src/verify': 'changed-record coverage differences drift verdict',
}

const files = Object.entries(decisions).flatMap(([folder, names]) =>
  names.split(' ').map((name) => `packages/${folder}/${name}.ts`),
)
// A file that is not there would be fully covered.
const missing = files.filter((file) => !existsSync(new URL(file, import.meta.url)))
if (missing.length > 0) throw new Error(`Not there any more: ${missing.join(', ')}`)

export default defineConfig({
  resolve: { conditions: ['qbo-source'] },
  ssr: { resolve: { conditions: ['qbo-source', 'node'] } },
  test: {
    name: 'decisions',
    include: [
      'packages/*/test/unit/**/*.test.ts',
      'packages/qbo-client/test/{http/fault,query/statement}.test.ts',
    ],
    maxWorkers: 2,
    testTimeout: 60_000,
    server: { deps: { inline: [/^qbo-/] } },
    coverage: {
      enabled: true,
      provider: 'v8',
      include: files,
      reporter: [['text', { skipFull: true }]],
      thresholds: { 100: true },
    },
  },
})
