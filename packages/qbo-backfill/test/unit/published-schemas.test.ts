import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { jsonSchemas } from '../../scripts/json-schemas.mjs'
import type { BackfillEvent } from '../../src/index.js'
import { eventProblem } from '../event-schema.js'

const schemas = jsonSchemas()

test.each([...schemas.keys()])(
  'schema/%s.json is what the types say: npm run schemas -w qbo-backfill',
  (name) => {
    expect(readFileSync(new URL(`../../schema/${name}.json`, import.meta.url), 'utf8')).toBe(
      schemas.get(name),
    )
  },
)

const event: BackfillEvent = {
  v: 1,
  seq: 1,
  at: '2026-11-30T00:00:00.000Z',
  type: 'check.completed',
  entity: 'Invoice',
  name: 'proof',
  status: 'green',
  message: 'Invoice: proved.',
}

test('an event with fields of a later version is valid, one that lacks a field or has another value is not', () => {
  expect(eventProblem({ ...event, since: 'later' })).toBeUndefined()
  expect(eventProblem({ ...event, status: 'blue' })).toContain('must be equal to one of the allowed values')
  expect(eventProblem({ ...event, entity: 'Invoce' })).toBeDefined()
  expect(eventProblem({ ...event, seq: undefined })).toContain("must have required property 'seq'")
})
