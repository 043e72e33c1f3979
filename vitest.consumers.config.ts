import { defineConfig } from 'vitest/config'

// As in vitest.config.ts. What has to be installed beside a package does not depend on the version of Node, nor does an image.
const once = ['test/consumers/alone.test.ts', 'test/consumers/dockerfile.test.ts']
const exclude = process.env['QUICK_TESTS'] === '1' ? once : []

// What npm would publish, in projects of others. Apart from `npm test`: each project is installed first.
export default defineConfig({
  test: {
    name: 'consumers',
    include: ['test/consumers/**/*.test.ts'],
    exclude,
    globalSetup: ['test/consumers/pack.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
})
