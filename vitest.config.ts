import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Tests read the packages' sources through the condition `qbo-source`: edit, test, no build between.
const resolve = { conditions: ['qbo-source'] }
const ssr = { resolve: { conditions: ['qbo-source', 'node'] } }

const databases = fileURLToPath(new URL('testkit/src/global-setup.ts', import.meta.url))

// Room for what a test makes and leaves, so that it is collected less often: with twice as much, one file took 8 % less CPU.
const execArgv = ['--max-semi-space-size=32', '--liftoff-only']

const quick = process.env['QUICK_TESTS'] === '1'

// What searches for what nobody thought of: once is enough, on one Node. `npm run test:deep` searches longer.
const searching = ['**/*.property.test.ts', '**/*soak*.test.ts', '**/kill.test.ts', '**/trigger*.test.ts']

// What the engine finds in a company: it asks by the calls and statements of the other tests, and what it makes of the answers
// is arithmetic, which no version of Node does otherwise.
const finding = ['verify', 'sync', 'witness', 'never-green', 'checks', 'large-report', 'poisoned'].map(
  (name) => `test/integration/${name}*.test.ts`,
)

// What the docs say does not depend on the version of Node, nor does who imports whom.
const docs = {
  resolve,
  ssr,
  test: {
    name: 'docs',
    root: 'docs',
    // They read the same sources and change nothing.
    isolate: false,
    execArgv,
    include: ['test/**/*.test.ts'],
    globalSetup: [databases],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    server: { deps: { inline: [/^qbo-/] } },
  },
}

// Who imports whom.
const house = {
  test: { name: 'house', root: 'test/house', include: ['*.test.ts'], isolate: false },
}

export default defineConfig({
  test: {
    // Most tests wait for a server, a child or a database: with three the two cores of CI were idle for a quarter of the time.
    maxWorkers: 4,
    projects: [
      ...(quick ? [] : [docs, house]),
      ...['qbo-client', 'qbo-raw-sink', 'qbo-backfill', 'qbo-simulator'].map((name) => ({
        resolve,
        ssr,
        test: {
          name,
          root: `packages/${name}`,
          include: ['test/**/*.test.ts'],
          // Apart: npm run test:browser and npm run test:chaos.
          exclude: ['test/browser/**', 'test/chaos/**', ...(quick ? [...searching, ...finding] : [])],
          globalSetup: name === 'qbo-raw-sink' || name === 'qbo-backfill' ? [databases] : [],
          // A worker keeps what it has loaded from file to file: to load it anew takes longer than most files.
          isolate: false,
          execArgv,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          server: { deps: { inline: [/^qbo-/] } },
        },
      })),
    ],
  },
})
