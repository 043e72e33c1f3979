import { describe, expect, test } from 'vitest'
import {
  colourOf,
  runClaims,
  syncClaims,
  verifyClaims,
  worst,
  type Claims,
  type Colour,
  type Facts,
  type Knowledge,
} from '../../src/verdict/colour.js'
import { runFacts } from '../../src/checks/run-facts.js'

const knowledge: readonly Knowledge[] = ['right', 'wrong', 'unknown']
const severity: readonly Colour[] = ['green', 'yellow', 'red']

/** Every combination of what may be known of the claims. */
function combinations<Name extends string>(claims: Claims<Name>): readonly Facts<Name>[] {
  const names = Object.keys(claims) as Name[]
  return names.reduce<readonly Partial<Facts<Name>>[]>(
    (all, name) => all.flatMap((facts) => knowledge.map((known) => ({ ...facts, [name]: known }))),
    [{}],
  ) as readonly Facts<Name>[]
}

describe.each([
  ['a run', runClaims],
  ['a verification', verifyClaims],
  ['a sync', syncClaims],
] as readonly [string, Claims<string>][])('the colour of %s', (_, claims) => {
  const all = combinations(claims)

  test('is green where everything is known to be right, and nowhere else', () => {
    for (const facts of all) {
      const isRight = Object.values(facts).every((known) => known === 'right')
      expect([facts, colourOf(claims, facts) === 'green']).toEqual([facts, isRight])
    }
  })

  test('never gets better where less is right or known', () => {
    const rankOf = (facts: Facts<string>): number => severity.indexOf(colourOf(claims, facts))
    const better = all.flatMap((facts) =>
      Object.keys(claims)
        .filter((name) => facts[name] === 'right')
        .flatMap((name) => [
          { ...facts, [name]: 'wrong' as const },
          { ...facts, [name]: 'unknown' as const },
        ])
        .filter((worse) => rankOf(worse) < rankOf(facts)),
    )
    expect(better).toEqual([])
  })

  test('takes a fact that is not there, or is none, for one that is not known', () => {
    const right = all[0] as Facts<string>
    for (const name of Object.keys(claims)) {
      const { [name]: _left, ...others } = right
      const unknown = colourOf(claims, { ...right, [name]: 'unknown' })
      expect(unknown).not.toBe('green')
      expect(colourOf(claims, others as Facts<string>)).toBe(unknown)
      expect(colourOf(claims, { ...right, [name]: 'fine' as Knowledge })).toBe(unknown)
    }
  })
})

test('the table of what one thing costs that is wrong or not known', () => {
  const costs = (claims: Claims<string>): readonly string[] =>
    Object.entries(claims).map(([name, { wrong, unknown }]) => `${name}: ${wrong}, ${unknown}`)
  expect([costs(runClaims), costs(verifyClaims), costs(syncClaims)]).toMatchInlineSnapshot(`
    [
      [
        "read: red, red",
        "rows: red, red",
        "deletions: red, yellow",
        "visible: red, yellow",
        "stored: red, red",
        "whole: yellow, yellow",
      ],
      [
        "rows: red, yellow",
        "deletions: yellow, yellow",
        "current: yellow, yellow",
        "stored: yellow, yellow",
        "payloads: red, yellow",
      ],
      [
        "versions: red, yellow",
        "deletions: red, yellow",
        "stored: red, red",
        "whole: yellow, yellow",
      ],
    ]
  `)
})

test('a report is as its worst part; one of no parts, or of a part that is no colour, is red', () => {
  expect([
    worst(['green']),
    worst(['green', 'yellow']),
    worst(['red', 'green', 'yellow']),
    worst([]),
    worst(['green', 'purple' as Colour]),
  ]).toEqual(['green', 'yellow', 'red', 'red', 'red'])
})

describe('what a run knows of an entity', () => {
  const proof = { stable: true, equal: true, deletions: 'right', visible: 'right' } as const
  const none = { saved: 0, open: 0, acknowledged: 0 }

  test('is everything where it was read, proved and nothing refused', () => {
    expect(Object.values(runFacts({ unread: 0, proof, rejects: none }))).toEqual(
      Object.keys(runClaims).map(() => 'right'),
    )
  })

  test('is nothing where there is no proof', () => {
    const facts = runFacts({ unread: 1, proof: undefined, rejects: undefined })
    expect(facts).toEqual({
      read: 'wrong',
      rows: 'unknown',
      deletions: 'unknown',
      visible: 'unknown',
      stored: 'unknown',
      whole: 'unknown',
    })
    expect(colourOf(runClaims, runFacts({ unread: 0, proof: undefined, rejects: undefined }))).toBe('red')
  })

  test.each([
    [{ unread: 0, proof: { ...proof, equal: false }, rejects: none }, 'red'],
    [{ unread: 0, proof: { ...proof, stable: false }, rejects: none }, 'red'],
    [{ unread: 0, proof: { ...proof, deletions: 'unknown' }, rejects: none }, 'yellow'],
    [{ unread: 0, proof: { ...proof, visible: 'wrong' }, rejects: none }, 'red'],
    [{ unread: 0, proof: { ...proof, visible: 'unknown' }, rejects: none }, 'yellow'],
    [{ unread: 0, proof, rejects: { ...none, open: 1 } }, 'red'],
    [{ unread: 0, proof, rejects: { ...none, acknowledged: 1 } }, 'yellow'],
    [{ unread: 0, proof, rejects: { ...none, saved: 1 } }, 'yellow'],
    [{ unread: 1, proof, rejects: none }, 'red'],
    [{ unread: 0, proof, rejects: none }, 'green'],
  ] as const)('%j is %s', (evidence, colour) => {
    expect(colourOf(runClaims, runFacts(evidence))).toBe(colour)
  })
})
