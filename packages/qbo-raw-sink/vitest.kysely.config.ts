import { defineConfig } from 'vitest/config'

const entry = process.env['KYSELY_ENTRY']
if (entry === undefined) throw new Error('Start this through scripts/test-with-kysely.mjs')

/** The tests as they are, with another Kysely in the place of the installed one; the testkit's too. */
export default defineConfig({
  resolve: { conditions: ['qbo-source'], alias: [{ find: /^kysely$/, replacement: entry }] },
  ssr: { resolve: { conditions: ['qbo-source', 'node'] } },
  test: {
    name: 'qbo-raw-sink',
    root: import.meta.dirname,
    include: ['test/**/*.test.ts'],
    globalSetup: ['../../testkit/src/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    server: { deps: { inline: [/^qbo-/] } },
  },
})
