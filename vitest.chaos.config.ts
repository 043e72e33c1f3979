import { defineConfig } from 'vitest/config'

// Minutes long, so apart from `npm test`: npm run test:chaos.
export default defineConfig({
  resolve: { conditions: ['qbo-source'] },
  ssr: { resolve: { conditions: ['qbo-source', 'node'] } },
  test: {
    name: 'chaos',
    root: 'packages/qbo-backfill',
    include: ['test/chaos/**/*.test.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
    server: { deps: { inline: [/^qbo-/] } },
  },
})
