interface Depth<Value> {
  readonly quick: Value
  readonly deep: Value
}

const isDeep = process.env['DEEP_TESTS'] === '1'

/** How much is searched for what nobody thought of: little in `npm test`, much in `npm run test:deep`. */
export function depth<Value>({ quick, deep }: Depth<Value>): Value {
  return isDeep ? deep : quick
}

/**
 * How far a property is searched, for `fc.assert`. In `npm test` among the same values each time, so that it fails when
 * the code has changed and never by luck; in `npm run test:deep` among others each time.
 */
export function search(runs: Depth<number>): { readonly numRuns: number; readonly seed?: number } {
  return { numRuns: depth(runs), ...(isDeep ? {} : { seed: 20_261_129 }) }
}
