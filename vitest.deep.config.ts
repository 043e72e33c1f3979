import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** The tests that search: they ask testkit how far. */
const searches = readdirSync('packages', { recursive: true, encoding: 'utf8' })
  .filter((path) => /^[^/\\]+[/\\]test[/\\].*\.test\.ts$/u.test(path))
  .filter((path) => readFileSync(`packages/${path}`, 'utf8').match(/\b(?:depth|search)\(\{/u) !== null)

// The searches of `npm test`, minutes long: npm run test:deep.
export default defineConfig({
  resolve: { conditions: ['qbo-source'] },
  ssr: { resolve: { conditions: ['qbo-source', 'node'] } },
  test: {
    name: 'deep',
    root: 'packages',
    include: searches,
    globalSetup: [fileURLToPath(new URL('testkit/src/global-setup.ts', import.meta.url))],
    env: { DEEP_TESTS: '1' },
    maxWorkers: 3,
    testTimeout: 300_000,
    hookTimeout: 60_000,
    server: { deps: { inline: [/^qbo-/] } },
  },
})
