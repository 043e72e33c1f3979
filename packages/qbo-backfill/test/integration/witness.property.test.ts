import fc from 'fast-check'
import { QboError } from 'qbo-client'
import { search } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Source } from '../../src/index.js'
import { databaseWithTables, type EmptyDatabase } from '../databases.js'
import { loaded, round, startLife, type WitnessedEntity, type WitnessedLife } from '../witnessed-life.js'

let database: EmptyDatabase
beforeAll(async () => {
  database = await databaseWithTables('PostgreSQL')
})
afterAll(() => database.close())

/** Each history has a company of its own. */
async function inLife(
  entities: readonly WitnessedEntity[],
  work: (life: WitnessedLife) => Promise<void>,
): Promise<void> {
  const life = await startLife(database, entities)
  try {
    await work(life)
  } finally {
    await life.company.close()
  }
}

const rounds = fc.array(round, { minLength: 1, maxLength: 3 })

/** Nothing happens: all is green. */
const still = (['run', 'verify', 'sweep'] as const).map((call) => ({
  deeds: [],
  waitMs: 3_600_000,
  counts: [],
  call,
}))

/**
 * A count of none, so that nothing is read, and a row that only queries show is lost: it must not be made up for by one that
 * only reports show.
 */
const madeUpFor: typeof rounds extends fc.Arbitrary<infer T> ? T : never = [
  {
    deeds: [
      { of: 0, pick: 961_123_805, kind: 'make', after: 0 },
      { of: 0, pick: 297_908_378, kind: 'delete without a trace', after: 11 },
      { of: 0, pick: 1_935_961_957, kind: 'unlist', after: 4 },
    ],
    waitMs: 60_000,
    counts: [],
    call: 'run',
  },
  {
    deeds: [
      { of: 0, pick: 2_053_538_759, kind: 'hide', after: 0 },
      { of: 0, pick: 4_332_654, kind: 'amount', after: 0 },
      { of: 0, pick: 1_229_207_100, kind: 'lose', after: 0 },
      { of: 0, pick: 1_727_891_424, kind: 'delete without a trace', after: 2 },
    ],
    waitMs: 60_000,
    counts: [{ nth: 2, by: -99 }],
    call: 'run',
  },
]

/** A row that scans and reports hide, that a look-up of the run gives, and the next one does not. */
const takenBack: typeof rounds extends fc.Arbitrary<infer T> ? T : never = [
  {
    deeds: [{ of: 0, pick: 339_632_596, kind: 'mute', after: 0 }],
    waitMs: 60_000,
    counts: [
      { nth: 2, by: 1 },
      { nth: 9, by: -2 },
    ],
    call: 'run',
  },
  {
    deeds: [{ of: 0, pick: 138_698_731, kind: 'hide', after: 0 }],
    waitMs: 3_600_000,
    counts: [{ nth: 2, by: 1 }],
    call: 'run',
  },
]

test('nothing is green while a settled transaction that either engine shows is missing, or a deleted one is live', async () => {
  const colours = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(loaded, rounds, (entities, history) =>
      inLife(entities, async (life) => {
        let isLoaded = false
        for (const [index, each] of history.entries()) {
          // There is something to sweep and to verify once a run has come to its end, and that is none that is red.
          const call = isLoaded ? each.call : 'run'
          const found = await life.live({ ...each, call })
          isLoaded ||= found.every(({ colour }) => colour !== 'red')
          for (const judged of found) {
            const { entity, colour } = judged
            const name = `${call} ${colour}`
            colours.set(name, (colours.get(name) ?? 0) + 1)
            const wrong = colour === 'green' ? await life.wrong(judged, call) : []
            expect({ index, call, entity, wrong }).toEqual({ index, call, entity, wrong: [] })
          }
          expect(await life.buried()).toEqual([])
        }
      }),
    ),
    // To make a history smaller takes longer than to read it.
    {
      ...search({ quick: 5, deep: 60 }),
      examples: [
        [['Invoice'], still],
        [['Purchase'], madeUpFor],
        [['Purchase'], takenBack],
      ],
      endOnFailure: true,
    },
  )
  // Of what goes wrong much is mended, and what is right is green.
  for (const call of ['run', 'sweep', 'verify'])
    expect([call, colours.get(`${call} green`) ?? 0]).not.toEqual([call, 0])
}, 900_000)

const failure = fc.oneof(
  fc.record({
    /** As an answer of QuickBooks, or as none. */
    kind: fc.constantFrom(
      ...(['report-truncated', 'report-lost', 'report-unsaid', 'report-unasked'] as const),
      ...(['forbidden', 'permission-denied', 'feature-not-supported', 'unknown-entity'] as const),
      ...(['server-error', 'gateway-timeout', 'fault-in-200', 'empty-body', 'truncated', 'reset'] as const),
    ),
  }),
  fc.record({
    /** Behind parts that have come, each with some transactions only. */
    code: fc.constantFrom('QBO_REPORT_REFUSED', 'QBO_REPORT_TRUNCATED', 'QBO_UNEXPECTED_RESPONSE'),
    parts: fc.integer({ min: 0, max: 2 }),
    kept: fc.integer({ min: 0, max: 9 }),
  }),
)

type Failure = typeof failure extends fc.Arbitrary<infer T> ? T : never

/** QuickBooks, all of whose reports fail. */
function failing(life: WitnessedLife, how: Failure): Source {
  const source = life.source()
  if ('kind' in how) {
    life.company.simulator.inject({ kind: how.kind, match: { path: '/reports/' }, times: 1_000_000 })
    return source
  }
  return {
    ...source,
    async *transactionList(options) {
      let part = 0
      for await (const each of source.transactionList!(options))
        if (part++ < how.parts) yield { ...each, transactions: each.transactions.slice(0, how.kept) }
      throw new QboError(how.code, 'No.')
    },
  }
}

const history = fc.record({ entities: loaded, before: round, after: round, how: failure })

test('a witness that fails in any way changes no row, has no colour and is told', async () => {
  await fc.assert(
    fc.asyncProperty(history, ({ entities, before, after, how }) =>
      inLife(entities, async (life) => {
        const { company } = life
        const asked = { entities, source: life.source(), witness: false }
        await life.pass(before)
        await company.run(asked)
        await life.pass(after)
        // All that is done without a witness is done.
        if (after.call === 'run') await company.run(asked)
        if (after.call === 'sweep') await company.sync({ source: life.source(), sweep: false })
        const rows = await life.rows()
        const source = failing(life, how)
        const found = await {
          run: () => company.run({ entities, source }),
          sweep: () => company.sync({ source, sweep: true }),
          verify: () => company.verify({ entities, source }),
        }[after.call]()
        for (const { witness, findings } of found.entities) {
          expect(witness).toMatchObject({ outcome: 'notWitnessed', reason: expect.stringMatching(/^QBO_/u) })
          expect(findings.filter((finding) => finding.includes("QuickBooks' own report"))).toEqual([])
        }
        expect(await life.rows()).toEqual(rows)
      }),
    ),
    { ...search({ quick: 4, deep: 40 }), endOnFailure: true },
  )
}, 900_000)
