import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** The tests that search: they ask testkit how far. */
const searches = ['packages', 'docs']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  )
  .filter((path) => /^(?:packages[/\\][^/\\]+|docs)[/\\]test[/\\].*\.test\.ts$/u.test(path))
  .filter((path) => /\b(?:depth|search)\(\{|InDepth\b/u.test(readFileSync(path, 'utf8')))

// The searches of `npm test`, minutes long: npm run test:deep.
export default defineConfig({
  resolve: { conditions: ['qbo-source'] },
  ssr: { resolve: { conditions: ['qbo-source', 'node'] } },
  test: {
    name: 'deep',
    include: searches,
    globalSetup: [fileURLToPath(new URL('testkit/src/global-setup.ts', import.meta.url))],
    env: { DEEP_TESTS: '1' },
    maxWorkers: 4,
    // As in `npm test`: a worker keeps what it has loaded.
    isolate: false,
    execArgv: ['--max-semi-space-size=32', '--liftoff-only'],
    testTimeout: 300_000,
    hookTimeout: 60_000,
    server: { deps: { inline: [/^qbo-/] } },
  },
})
