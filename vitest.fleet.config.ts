import { defineConfig } from 'vitest/config'

// Two hundred companies through kills, a restart and a budget that ends: npm run test:fleet. `npm run test:hosts` has the
// same with twelve.
export default defineConfig({
  test: {
    name: 'fleet',
    include: ['examples/fleet/test/fleet.test.ts'],
    env: { FLEET_TEST: 'full' },
    testTimeout: 3_600_000,
    hookTimeout: 300_000,
  },
})
