import { expect, test } from 'vitest'
import type { Condition, QueryScope } from '../../src/statement/query-scope.js'
import { buildCount, buildSelect } from '../../src/statement/statement.js'

function where(...conditions: Condition[]): QueryScope {
  return { entity: 'Invoice', where: conditions as NonNullable<QueryScope['where']> }
}

test('a statement without an order has none', () => {
  expect(buildSelect({ entity: 'Invoice' }, { startPosition: 1, maxResults: 10 })).toBe(
    'SELECT * FROM Invoice STARTPOSITION 1 MAXRESULTS 10',
  )
  expect(buildSelect({ entity: 'Invoice' }, { orderBy: 'Id', startPosition: 1, maxResults: 10 })).toContain(
    ' ORDERBY Id ASC ',
  )
})

test.each(['NaN', {}, undefined] as unknown[])(
  'a value of %j is refused before anything is sent',
  (value) => {
    const given = value === 'NaN' ? Number.NaN : value
    expect(() => buildCount(where({ field: 'Balance', operator: '=', value: given as never }))).toThrowError(
      expect.objectContaining({ code: 'QBO_INVALID_OPTIONS' }),
    )
  },
)

test.each<[Condition, string]>([
  [{ field: 'Balance', operator: '>', value: 1.5 }, "Balance > '1.5'"],
  [{ field: 'Id', operator: 'IN', value: ['1', '2'] }, "Id IN ('1', '2')"],
  [{ field: 'DocNumber', operator: '=', value: "O'Neil\\" }, String.raw`DocNumber = 'O\'Neil\\'`],
  [
    { field: 'MetaData.CreateTime', operator: '>=', value: '2026-01-15T00:00:00.001Z' },
    "MetaData.CreateTime >= '2026-01-15T00:00:01Z'",
  ],
  [
    { field: 'MetaData.CreateTime', operator: '<=', value: '2026-01-15T00:00:00.999Z' },
    "MetaData.CreateTime <= '2026-01-15T00:00:00Z'",
  ],
])('%j becomes %s', (condition, text) => {
  expect(buildCount(where(condition))).toContain(text)
})

test.each<[Condition]>([
  [{ field: '1 OR', operator: '=', value: '1' }],
  [{ field: 'Id', operator: '~' as never, value: '1' }],
  [{ field: 'Id', operator: '<', value: '1' }],
  [{ field: 'Id', operator: 'IN', value: [] }],
  [{ field: 'Id', operator: 'IN', value: '1' }],
  [{ field: 'Balance', operator: '=', value: ['1'] }],
])('%j is refused', (condition) => {
  expect(() => buildCount(where(condition))).toThrowError(/The query cannot be built/)
})

test('inactive rows are asked for where an entity has them, unless the caller speaks of them', () => {
  expect(buildCount({ entity: 'Customer' })).toContain('WHERE Active IN (true, false)')
  expect(
    buildCount({ entity: 'Customer', where: [{ field: 'Active', operator: '=', value: true }] }),
  ).toContain('WHERE Active = true')
})
