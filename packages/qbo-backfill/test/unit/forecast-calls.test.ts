import { findEntity, type EntityDefinition } from 'qbo-client'
import { expect, test } from 'vitest'
import { forecastCalls, forecastMs, forecastRounds } from '../../src/plan/forecast-calls.js'
import type { Plan } from '../../src/plan/plan.js'
import { readSetKinds } from '../../src/plan/read-set.js'

const window = { start: '', end: '', firstDate: '', endDate: '' }

/** A plan of one segment for each entity that has rows. */
function planOf(rows: Readonly<Record<string, number>>): Plan {
  const definitions = Object.keys(rows).map((name) => findEntity(name) as EntityDefinition)
  return {
    range: { from: '', to: '', timeZone: 'UTC' },
    windowSize: undefined,
    settledBefore: '',
    notices: [],
    leftOut: {},
    entities: definitions.map((entity) => ({ entity, windows: [window], expected: 0, totalAtSource: 0 })),
    segments: definitions
      .map((entity, index) => ({
        number: index + 1,
        entity: entity.name,
        kind: readSetKinds(entity)[0] ?? 'everything',
        firstWindow: 0,
        endWindow: 1,
        plannedCount: rows[entity.name] ?? 0,
      }))
      .filter(({ plannedCount }) => plannedCount > 0),
  }
}

test('a range that is cut away is not counted', () => {
  const plan = planOf({ Customer: 0, JournalCode: 0 })
  const cut = { ...plan, entities: plan.entities.map((planned) => ({ ...planned, windows: [] })) }
  // A look at changes of both, one question about inactive ones, and one for the company's name.
  expect(forecastCalls(cut)).toBe(4)
})

test.for<[calls: number, why: string, rows: Readonly<Record<string, number>>]>([
  [2, 'nothing there, and no change data capture: that is counted again', { TaxAgency: 0 }],
  [3, 'a look at the changes of what is empty, and a count of it', { Invoice: 0 }],
  [4, 'a page, a count, a look', { Invoice: 998 }],
  [5, 'a full page is followed by one more', { Invoice: 999 }],
  [6, 'one look serves all that CDC knows', { Invoice: 1, Bill: 1 }],
  [7, 'what CDC does not know is counted at the look, and by its age', { Invoice: 1, TimeActivity: 0 }],
  [5, 'a list is two sets', { Customer: 1 }],
  [6, 'one more where the filter for inactive rows is in doubt', { CustomerType: 1 }],
  [4, 'a page, an empty page, a count', { TaxAgency: 1000 }],
  [5, 'two pages, an empty page, a count', { TaxAgency: 1001 }],
  [3, 'one record is one page', { CompanyInfo: 1 }],
])('%i calls, one of them for the company’s name: %s', ([calls, , rows]) => {
  expect(forecastCalls(planOf(rows))).toBe(calls)
})

test('a list whose rows all lie in one set is counted once', () => {
  const plan = planOf({ Customer: 1 })
  const entities = plan.entities.map((planned) => ({ ...planned, allIn: 'created' as const }))
  expect(forecastCalls({ ...plan, entities })).toBe(4)
})

/** The same over a year of days, so that what is large is cut. */
function overDays(plan: Plan): Plan {
  return { ...plan, segments: plan.segments.map((segment) => ({ ...segment, endWindow: 365 })) }
}

test.for<[calls: number, rounds: number, why: string, plan: Plan]>([
  [9, 7, 'in one window six pages come one after the other', planOf({ Invoice: 5000 })],
  [
    13,
    3,
    'five parts of a page, cut by four questions behind the first',
    overDays(planOf({ Invoice: 5000 })),
  ],
  [27, 5, 'parts of three pages, of which two are halved', overDays(planOf({ Invoice: 16_744 }))],
  [2, 2, 'nothing to read', planOf({ TaxAgency: 0 })],
  [5, 4, 'what is read by position is not cut', overDays(planOf({ TaxAgency: 1001 }))],
])('%i calls in %i rounds: %s', ([calls, rounds, , plan]) => {
  expect([forecastCalls(plan), forecastRounds(plan)]).toEqual([calls, rounds])
})

test('a plan takes as long as the limits make it, or as what waits for something else', () => {
  expect(forecastMs(490, 2, 1000)).toBe(60_000)
  expect(forecastMs(490, 2, 1500)).toBe(73_500)
  expect(forecastMs(10, 5, 2000)).toBe(10_000)
})
