import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ProvedEntity } from '../../src/proof/prove.js'
import { reconcile } from '../../src/checks/reconcile.js'
import { windowResults } from '../../src/checks/window-results.js'

type SetNumbers = Partial<ProvedEntity['sets'][number]>

function proofOf(sets: readonly SetNumbers[], more: Partial<ProvedEntity> = {}): ProvedEntity {
  const whole = sets.map((set): ProvedEntity['sets'][number] => ({
    kind: 'transaction',
    expected: 0,
    loaded: 0,
    seen: 0,
    refused: 0,
    equal: false,
    live: [],
    settledByWindow: [],
    ...set,
  }))
  const sum = (pick: (set: ProvedEntity['sets'][number]) => number): number =>
    whole.reduce((total, set) => total + pick(set), 0)
  return {
    entity: 'Invoice',
    sets: whole,
    expected: sum((set) => set.expected),
    loaded: sum((set) => set.loaded),
    seen: sum((set) => set.seen),
    refused: sum((set) => set.refused),
    refusedIds: [],
    equal: false,
    stable: true,
    proved: false,
    deletions: 'right',
    visible: 'right',
    undated: 0,
    found: undefined,
    rowChecks: [],
    ...more,
  }
}

describe('the numbers of an entity', () => {
  test('say what became of 6,001 records: 5,958 proved, 40 changed, 3 missing', () => {
    const set = { expected: 5961, loaded: 5958, seen: 5958, live: [5998], settledByWindow: [5958] }
    const missing = [{ id: '5' }]
    const found = { expected: new Map(), missing }
    expect(reconcile(proofOf([set], { found }), 6001)).toEqual({
      read: 6001,
      proved: 5958,
      changedSince: 40,
      missing: 3,
      refused: 0,
      left: 0,
      unconfirmed: 0,
      missingRows: missing,
    })
    expect(reconcile(proofOf([set]), 6001).missingRows).toEqual([])
  })

  test('add up, whatever they are, and none but the rest is below zero', () => {
    const number = fc.integer({ min: 0, max: 20 })
    fc.assert(
      fc.property(
        fc.array(
          fc
            .tuple(number, number, number, number, number)
            .map(([expected, loaded, seen, refused, later]) => ({
              expected,
              loaded,
              seen: Math.min(seen, loaded),
              refused: Math.min(refused, expected),
              live: [loaded + later],
              settledByWindow: [loaded],
            })),
          { maxLength: 2 },
        ),
        number,
        (sets, read) => {
          const { missingRows, unconfirmed, left, read: said, ...parts } = reconcile(proofOf(sets), read)
          const all = Object.values(parts).reduce((sum, part) => sum + part, left)
          expect([all, said, missingRows]).toEqual([read, read, []])
          for (const part of [...Object.values(parts), unconfirmed]) expect(part).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })
})

describe('windows', () => {
  const colours = { entity: 'red', withoutRows: 'yellow' } as const
  const found = (expected: readonly (readonly [number, number])[]): ProvedEntity['found'] => ({
    expected: new Map([['transaction', new Map(expected)]]),
    missing: [],
  })
  const set = { expected: 6, loaded: 5, seen: 5, live: [2, 1, 3], settledByWindow: [2, 1, 2] }

  test('have the colour of what is missing where that is known, and only they', () => {
    expect(windowResults(proofOf([set], { found: found([[1, 2]]) }), 3, colours)).toMatchObject([
      { expected: undefined, loaded: 2, status: 'yellow' },
      { expected: 2, loaded: 1, status: 'red' },
      { expected: undefined, loaded: 3, status: 'yellow' },
    ])
  })

  test('have all the colour of their entity where what is missing may be in any of them', () => {
    for (const known of [undefined, found([[0, 2]]), found([[1, 5]])]) {
      const results = windowResults(proofOf([set], { found: known }), 3, colours)
      expect(results.map(({ status }) => status)).toEqual(['red', 'red', 'red'])
    }
  })

  test('hold what is expected where there is but one, with what changed later', () => {
    const created = { kind: 'created', expected: 5, loaded: 5, live: [7], settledByWindow: [5] } as const
    const updated = { kind: 'updated', expected: 2, loaded: 1, live: [1], settledByWindow: [1] } as const
    expect(windowResults(proofOf([created, updated]), 1, colours)).toMatchObject([
      { expected: 9, loaded: 8, status: 'red' },
    ])
    expect(windowResults(proofOf([{ expected: 1 }]), 1, colours)).toMatchObject([{ expected: 1, loaded: 0 }])
    expect(windowResults(proofOf([]), 1, colours)).toMatchObject([{ expected: undefined, loaded: 0 }])
  })

  test('of a set that holds nothing at all need no count', () => {
    const created = {
      kind: 'created',
      expected: 0,
      loaded: 0,
      live: [0, 0],
      settledByWindow: [0, 0],
    } as const
    const [first] = windowResults(
      proofOf([{ ...set, live: [2, 1], settledByWindow: [2, 1] }, created], { found: found([[0, 2]]) }),
      2,
      colours,
    )
    expect(first).toMatchObject({ expected: 2, loaded: 2 })
  })
})
