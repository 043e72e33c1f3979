import { existsSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

// The code that decides and does nothing else: npm run test:coverage. Where a branch is not tested there, nobody knows
// what it decides; elsewhere the number would only measure how much is called.
const decisions = {
  'qbo-client/src': 'safe-url',
  'qbo-client/src/answer': 'envelope lean-text record-shape shape',
  'qbo-client/src/auth': 'granted-token-set refresh-candidates token-set token-status token-verdict',
  'qbo-client/src/entity': 'entity',
  'qbo-client/src/http':
    'answer-error fault fault-body fault-xml heavy-answer retry-after retry-policy sliding-window',
  'qbo-client/src/query': 'page-size poisoned-record',
  'qbo-client/src/record': 'record-id',
  'qbo-client/src/scan': 'scan-step second-scope',
  'qbo-client/src/statement': 'instant statement',
  'qbo-raw-sink/src': 'database-failure entity-tables sink-error',
  'qbo-raw-sink/src/migrate': 'entity-migrations plan-migrations',
  'qbo-raw-sink/src/record': 'huge-number repair-record split-records string-end',
  'qbo-backfill/src/checks': 'builtin reconcile run-facts volumetry-check window-results',
  'qbo-backfill/src/cli/output': 'exit-code printable terminal-event',
  'qbo-backfill/src/compare': 'bisection coverage known-changes refused',
  'qbo-backfill/src/failure': 'failure',
  'qbo-backfill/src/ledger': 'run-state segment-state trigger-state',
  'qbo-backfill/src/plan':
    'cdc-reach civil-date count-entity cut entity-range forecast-calls left-out plan plan-entity range range-notice read-set time-zone window',
  'qbo-backfill/src/run': 'page-targets',
  'qbo-backfill/src/session': 'call-budget',
  'qbo-backfill/src/source': 'server-time',
  'qbo-backfill/src/sync': 'attribute sync-verdict',
  'qbo-backfill/src/trigger': 'settlement trigger-time',
  'qbo-backfill/src/verdict': 'colour missing-row',
  'qbo-backfill/src/verify': 'differences drift verdict',
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
    setupFiles: ['test/same-seed.ts'],
    maxWorkers: 2,
    // As in `npm test`: a worker keeps what it has loaded.
    isolate: false,
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
