import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// The examples in their real hosts: Mage and Airflow from Python's registry, a service in a real browser. Apart from
// `npm test`, which needs nothing but Node and npm.
export default defineConfig({
  test: {
    name: 'hosts',
    include: ['examples/*/test/**/*.test.ts'],
    // dbt's models come from a public repository: tested where DBT_QUICKBOOKS_DIR has what `dbt deps` brings.
    exclude: process.env['DBT_QUICKBOOKS_DIR'] === undefined ? ['examples/dbt/**'] : [],
    globalSetup: [fileURLToPath(new URL('testkit/src/global-setup.ts', import.meta.url))],
    maxWorkers: 2,
    testTimeout: 300_000,
    // A host is installed before its first test.
    hookTimeout: 900_000,
  },
})
