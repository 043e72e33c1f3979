import { findEntity, type EntityDefinition } from 'qbo-client'
import { expect, test } from 'vitest'
import { forecastCalls } from '../../src/plan/forecast-calls.js'
import type { Plan } from '../../src/plan/plan.js'
import { readSetKinds } from '../../src/plan/read-set.js'

/** A plan of one segment for each entity that has rows. */
function planOf(rows: Readonly<Record<string, number>>): Plan {
  const definitions = Object.keys(rows).map((name) => findEntity(name) as EntityDefinition)
  return {
    range: { from: '', to: '', timeZone: 'UTC' },
    windowSize: undefined,
    settledBefore: '',
    notices: [],
    entities: definitions.map((entity) => ({ entity, windows: [], expected: 0, totalAtSource: 0 })),
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

test.for<[calls: number, why: string, rows: Readonly<Record<string, number>>]>([
  [0, 'nothing to prove, and no change data capture', { TaxCode: 0 }],
  [2, 'two looks at the changes of what is empty', { Invoice: 0 }],
  [4, 'a page, a count, two looks', { Invoice: 998 }],
  [5, 'a full page is followed by one more', { Invoice: 999 }],
  [6, 'one look serves all that CDC knows', { Invoice: 1, Customer: 1 }],
  [6, 'what CDC does not know is counted at each look', { Invoice: 1, TimeActivity: 0 }],
  [3, 'a page, an empty page, a count', { TaxCode: 1000 }],
  [4, 'two pages, an empty page, a count', { TaxCode: 1001 }],
  [2, 'one record is one page', { CompanyInfo: 1 }],
])('%i calls: %s', ([calls, , rows]) => {
  expect(forecastCalls(planOf(rows))).toBe(calls)
})
