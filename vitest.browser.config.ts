import { defineConfig } from 'vitest/config'

// Looks at the report in a real Chromium. Apart from `npm test`, which needs nothing but Node and npm.
export default defineConfig({
  resolve: { conditions: ['qbo-source'] },
  ssr: { resolve: { conditions: ['qbo-source', 'node'] } },
  test: {
    name: 'browser',
    root: 'packages/qbo-backfill',
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 120_000,
    server: { deps: { inline: [/^qbo-/] } },
  },
})
