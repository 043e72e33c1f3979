import { defineConfig } from 'vitest/config'

// What npm would publish, in projects of others. Apart from `npm test`: each project is installed first.
export default defineConfig({
  test: {
    name: 'consumers',
    include: ['test/consumers/**/*.test.ts'],
    globalSetup: ['test/consumers/pack.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
})
